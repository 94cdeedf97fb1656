import { MessageChannel, Worker } from 'node:worker_threads'
import type { ScaledClockSettings } from '@selaras/service'
import { type Store, serveStore } from '@selaras/store'
import type { Logger } from 'pino'
import type { OptimizerOptions } from '../app.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './worker-messages.ts'

export interface OptimizerWorkerOptions {
  readonly store: Store
  /** Clock of the thread; build the same one here with `createScaledClock`. */
  readonly clock: ScaledClockSettings
  readonly logLevel: string
  /** Logs what becomes of the thread itself. */
  readonly log: Logger
  readonly optimizer: Omit<OptimizerOptions, 'speed'>
  /** Module that exports `createCorridorPlanner`. */
  readonly plannerModule?: string
  /** A thread that gives no sign of life for this long is replaced. */
  readonly stallMs?: number
}

/** An optimizer in a thread of its own, replaced when it dies or hangs. */
export interface OptimizerWorker {
  /** Lets the tick under way finish and the leases go; ends the thread at the latest after three seconds. */
  close(): Promise<void>
  /** Why the optimizer cannot do its work; undefined when it can. */
  findFailure(): string | undefined
  /** Metrics of the thread in Prometheus text; empty while it does not answer. */
  metrics(): Promise<string>
}

const checkMs = 500
const closeMs = 3000
const metricsMs = 1000
const firstBackOffMs = 100
const longestBackOffMs = 5000

/** Starts the whole optimizer in a worker thread that reaches `store` over a message port. */
export function startOptimizerWorker(options: OptimizerWorkerOptions): OptimizerWorker {
  const { store, clock, logLevel, log, optimizer, plannerModule = '@selaras/control', stallMs = 5000 } = options
  const pendingMetrics = new Map<number, (text: string) => void>()
  let worker: Worker
  let exited: Promise<void>
  let failure: string | undefined = 'optimizer thread is starting'
  let silentChecks = 0
  let failuresInARow = 0
  let requests = 0
  let respawnTimer: NodeJS.Timeout | undefined
  let checkTimer: NodeJS.Timeout | undefined
  let closing: Promise<void> | undefined

  function spawn(): void {
    const { port1, port2 } = new MessageChannel()
    serveStore(store, port1)
    const workerData: WorkerSettings = { storePort: port2, clock, logLevel, plannerModule, options: optimizer }
    const spawned = new Worker(new URL('../worker-main.ts', import.meta.url), { workerData, transferList: [port2] })
    worker = spawned
    silentChecks = 0
    exited = new Promise(resolve => {
      spawned.on('exit', code => {
        port1.close()
        resolve()
        onExit(code)
      })
    })
    spawned.on('error', error => log.error({ err: error }, 'optimizer thread failed'))
    spawned.on('message', onMessage)
  }

  function onMessage(message: FromWorker): void {
    switch (message.kind) {
      case 'beat':
        silentChecks = 0
        failuresInARow = 0
        failure = message.failure
        break
      case 'metrics':
        pendingMetrics.get(message.request)?.(message.text)
    }
  }

  function onExit(code: number): void {
    if (closing !== undefined) return
    failure = 'optimizer thread ended'
    const delayMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** failuresInARow++)
    log.error({ code, delayMs }, 'optimizer thread ended, starting another')
    respawnTimer = setTimeout(spawn, delayMs)
  }

  // Checks are counted instead of time: when this thread itself was held up, beats wait unread and nobody is to blame.
  function check(): void {
    silentChecks++
    if (silentChecks * checkMs > stallMs) {
      silentChecks = 0
      log.error({ stallMs }, 'optimizer thread hangs, ending it')
      void worker.terminate()
    }
    checkTimer = setTimeout(check, checkMs)
    checkTimer.unref()
  }

  async function close(): Promise<void> {
    clearTimeout(respawnTimer)
    clearTimeout(checkTimer)
    worker.postMessage({ kind: 'close' } satisfies ToWorker)
    const cut = setTimeout(() => void worker.terminate(), closeMs)
    await exited
    clearTimeout(cut)
  }

  spawn()
  check()
  return {
    close() {
      closing ??= close()
      return closing
    },
    findFailure: () => failure,
    metrics() {
      const request = requests++
      return new Promise(resolve => {
        const answer = (text: string) => {
          clearTimeout(timer)
          pendingMetrics.delete(request)
          resolve(text)
        }
        const timer = setTimeout(() => answer(''), metricsMs)
        pendingMetrics.set(request, answer)
        worker.postMessage({ kind: 'metrics', request } satisfies ToWorker)
      })
    }
  }
}
