import { setTimeout as delay } from 'node:timers/promises'
import { createApi } from '@selaras/api'
import { createIngest } from '@selaras/ingest'
import { createOptimizer, createWorkerPlanning } from '@selaras/optimizer'
import { createScaledClock, monotonicOriginMs } from '@selaras/service'
import { createMemoryStore } from '@selaras/store'
import { demoCorridor } from '@selaras/twin'
import { pino } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { startEmbeddedBroker } from './embedded-broker.ts'
import type { EmbeddedOptions } from './options.ts'
import { createRoadside, type Roadside } from './roadside.ts'

/** Everything in this process: broker, store, services and a corridor whose traffic is simulated. */
export interface Embedded {
  readonly address: string
  readonly brokerUrl: string
  readonly roadside: Roadside
  /** Simulated seconds since the comparison began. */
  readonly simulatedSeconds: () => number
  close(): Promise<void>
}

/** Traffic builds up under fixed time before the two kinds of control are compared. */
const warmUpMs = 600_000
/** At ten times real time the default of 5 s would leave a busy machine half a second. */
const validityMs = 10_000
const planMarginMs = 1000

export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const log = pino({ level: options.logLevel, base: { component: 'embedded' } }, pino.destination(2))
  const { speed } = options
  const comparedFromMs = Math.ceil(Date.now() / 1000) * 1000
  const startAtMs = comparedFromMs - warmUpMs
  const roadside = createRoadside({ corridor: demoCorridor, seed: options.seed, demand: options.demand, startAtMs })
  roadside.warmUp(startAtMs, comparedFromMs)
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne()
  }
  try {
    const store = createMemoryStore()
    await store.putCorridor(demoCorridor)
    const broker = await startEmbeddedBroker()
    closers.push(() => broker.close())
    const settings = { baseMs: comparedFromMs, speed, originMs: monotonicOriginMs() }
    const clock = createScaledClock(settings)
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    const optimizer = createOptimizer(
      {
        store,
        clock,
        createPlanning: given => createWorkerPlanning(given, { threads: 1, marginMs: planMarginMs }),
        log,
        registry
      },
      { instanceName: 'embedded', validityMs, speed }
    )
    closers.push(() => optimizer.close())
    optimizer.start()
    const api = createApi(
      { store, clock, log, registry },
      { brokerUrl: broker.url, instanceName: 'embedded', protocolVersion: 4, clock: 'system', corridors: [] }
    )
    closers.push(() => api.close())
    const address = await api.start('127.0.0.1', options.port)
    const ingest = createIngest(
      { store, clock, log, registry },
      { brokerUrl: broker.url, instanceName: 'embedded', protocolVersion: 4, connections: 1, clock: 'system' }
    )
    closers.push(() => ingest.close())
    ingest.start()
    await roadside.connect(broker.url)
    closers.push(() => roadside.close())
    const stop = new AbortController()
    let nextMs = comparedFromMs + 1000
    const running = (async () => {
      while (!stop.signal.aborted) {
        await delay(Math.max(0, (nextMs - clock.now()) / speed))
        if (!stop.signal.aborted) roadside.step(nextMs)
        nextMs += 1000
      }
    })()
    closers.push(() => {
      stop.abort()
      return running
    })
    return {
      address,
      brokerUrl: broker.url,
      roadside,
      simulatedSeconds: () => (nextMs - 1000 - comparedFromMs) / 1000,
      close
    }
  } catch (error) {
    await close()
    throw error
  }
}
