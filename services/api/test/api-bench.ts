import { createRedisStore, type Store } from '@selaras/store'
import { vi } from 'vitest'
import { startMosquitto } from '../../../test/servers/mosquitto.ts'
import { startRedis } from '../../../test/servers/redis.ts'
import type { RunningServer } from '../../../test/servers/running-server.ts'
import { type ServiceProcess, startServiceProcess } from '../../../test/service-process.ts'

const patience = { timeout: 20_000, interval: 50 }

/** A real broker, a real store, and api processes between them. */
export interface ApiBench {
  readonly redis: RunningServer
  readonly broker: RunningServer
  readonly store: Store
  /** Starts the process; does not wait. */
  launch(env?: Readonly<Record<string, string>>): ServiceProcess
  /** Starts the process and waits until it is ready. */
  start(env?: Readonly<Record<string, string>>): Promise<ServiceProcess & { readonly url: string }>
  /** Has Redis and the broker running again, whatever a test did to them. */
  restoreServers(): Promise<void>
  /** Ends the processes that are left. */
  endProcesses(): Promise<void>
  close(): Promise<void>
}

export async function createApiBench(): Promise<ApiBench> {
  const [redis, broker] = await Promise.all([startRedis(), startMosquitto()])
  const store = createRedisStore({ url: redis.url })
  let running: ServiceProcess[] = []

  function launch(env: Readonly<Record<string, string>> = {}): ServiceProcess {
    const child = startServiceProcess('api', { REDIS_URL: redis.url, MQTT_URL: broker.url, ...env })
    running.push(child)
    return child
  }

  async function endProcesses(): Promise<void> {
    const ending = running
    running = []
    for (const child of ending) child.kill('SIGKILL')
    await Promise.all(ending.map(({ exited }) => exited))
  }

  return {
    redis,
    broker,
    store,
    launch,
    async start(env) {
      const child = launch(env)
      const url = await waitForUrl(child)
      await vi.waitFor(async () => {
        const { status, text } = await readiness(child)
        if (status !== 200) throw new Error(text)
      }, patience)
      return { ...child, url }
    },
    async restoreServers() {
      await broker.kill('SIGCONT')
      await Promise.all([redis.start(), broker.start()])
      await vi.waitFor(() => store.ping(), patience)
    },
    endProcesses,
    async close() {
      await endProcesses()
      await store.close()
      await Promise.all([redis.stop(), broker.stop()])
    }
  }
}

/** Waits until the process listens; fails with what it wrote on standard error. */
export const waitForUrl = (child: ServiceProcess): Promise<string> =>
  vi.waitFor(() => {
    const url = child.findUrl()
    if (url === undefined) throw new Error(`does not listen yet: ${child.errors()}`)
    return url
  }, patience)

/** Status and text of `/readyz`. */
export async function readiness(child: ServiceProcess): Promise<{ status: number; text: string }> {
  const response = await fetch(`${child.findUrl()}/readyz`)
  return { status: response.status, text: await response.text() }
}
