import type { Login } from '@selaras/service'
import type { Clock, Corridor } from '@selaras/shared'
import type { Store } from '@selaras/store'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { seedCorridors } from './corridors/read-corridor-files.ts'
import { createDispatcher } from './dispatch/dispatcher.ts'
import { createPlanPublisher } from './dispatch/plan-publisher.ts'
import { createHttpApp } from './http/http-app.ts'
import { createApiMetrics } from './metrics.ts'

export interface ApiDependencies {
  readonly store: Store
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly registry: Registry
}

export interface ApiOptions {
  readonly brokerUrl: string
  readonly brokerLogin?: Login
  readonly instanceName: string
  readonly protocolVersion?: 4 | 5
  readonly clock: 'system' | 'event'
  readonly corridors: readonly Corridor[]
}

export interface Api {
  /** Listens and starts to dispatch. Rejects when it cannot listen. Returns the address. */
  start(host: string, port: number): Promise<string>
  close(): Promise<void>
  findFailure(): string | undefined
}

const longestSeedPauseMs = 2000

/** Plans to controllers, corridors and state to engineers, metrics to operations. */
export function createApi(dependencies: ApiDependencies, options: ApiOptions): Api {
  const { store, clock, log, registry } = dependencies
  const metrics = createApiMetrics(registry)
  const broker = options.brokerUrl.replace(/\/\/[^@/]*@/, '//…@')
  let brokerFailure: string | undefined = `broker ${broker}: not connected yet`
  let seedFailure: string | undefined
  let closed = false
  const publisher = createPlanPublisher({
    url: options.brokerUrl,
    login: options.brokerLogin ?? {},
    clientId: `selaras-api-${options.instanceName}`,
    protocolVersion: options.protocolVersion ?? 5,
    onState(connected, reason) {
      metrics.brokerConnected.set(connected ? 1 : 0)
      if (connected !== (brokerFailure === undefined)) log.info({ broker, connected, reason }, 'broker connection')
      if (connected) brokerFailure = undefined
      // The close that follows an error has no reason of its own.
      else if (reason !== undefined || brokerFailure === undefined)
        brokerFailure = `broker ${broker}: ${reason ?? 'connection lost'}`
      if (connected) dispatcher.republish()
    }
  })
  const dispatcher = createDispatcher({ store, clock, log, metrics, publisher, time: options.clock })
  const findFailure = () => {
    const failures = [seedFailure ?? dispatcher.findFailure(), brokerFailure]
    return failures.filter(failure => failure !== undefined).join('; ') || undefined
  }
  const http = createHttpApp({ ...dependencies, metrics, findFailure })

  async function seed(): Promise<void> {
    for (let pauseMs = 100; !closed; pauseMs = Math.min(longestSeedPauseMs, pauseMs * 2)) {
      try {
        await seedCorridors({ store, log }, options.corridors)
        seedFailure = undefined
        return
      } catch (error) {
        if (seedFailure === undefined) log.error({ error: (error as Error).message }, 'store cannot be reached')
        seedFailure = `store: ${(error as Error).message}`
        await new Promise(resolve => setTimeout(resolve, pauseMs))
      }
    }
  }

  return {
    async start(host, port) {
      const address = await http.listen({ host, port })
      publisher.start()
      void seed().then(() => dispatcher.start())
      return address
    },
    async close() {
      closed = true
      await http.close()
      await dispatcher.close()
      await publisher.close()
    },
    findFailure
  }
}
