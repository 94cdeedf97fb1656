import { createRateLimit, type Login } from '@selaras/service'
import { type Clock, findTopic, ManualClock } from '@selaras/shared'
import type { FieldRecord, Store } from '@selaras/store'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { type Admission, admitMessage } from './admit/admit-message.ts'
import { createSiteRegistry } from './admit/site-registry.ts'
import { createBatcher } from './batch/batcher.ts'
import { createIngestMetrics } from './metrics.ts'
import { type BrokerConnection, createBrokerConnection } from './mqtt/broker-connection.ts'

export interface IngestDependencies {
  readonly store: Store
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly registry: Registry
}

export interface IngestOptions {
  readonly brokerUrl: string
  readonly brokerLogin?: Login
  /** Stable over restarts: the broker keeps what was not acknowledged under this name. */
  readonly instanceName: string
  readonly connections: number
  readonly protocolVersion?: 4 | 5
  /** `event`: the newest detections define the time, and no message is too old or too new. */
  readonly clock: 'system' | 'event'
}

export interface Ingest {
  start(): void
  /** Stops taking messages, writes and acknowledges what was taken, disconnects. Idempotent. */
  close(): Promise<void>
  /** Why messages cannot be taken at present; undefined when they can. */
  findFailure(): string | undefined
}

const mostRecordsAWrite = 500
const refreshMs = 2000
const logPeriodMs = 10_000
const longestPauseMs = 2000

/** Messages of the field into the store: each is acknowledged when the store has it, and never before. */
export function createIngest({ store, clock, log, registry }: IngestDependencies, options: IngestOptions): Ingest {
  const metrics = createIngestMetrics(registry)
  const rateLimit = createRateLimit(logPeriodMs, () => clock.monotonicNow())
  const sites = createSiteRegistry(store, () => clock.monotonicNow())
  const eventTime = new ManualClock()
  const batcher = createBatcher(records => store.record(records), {
    mostRecords: mostRecordsAWrite,
    onBatch(records, seconds) {
      metrics.batchRecords.observe(records)
      metrics.storeSeconds.observe(seconds)
    }
  })
  const connections: BrokerConnection[] = []
  const states: boolean[] = []
  const broker = options.brokerUrl.replace(/\/\/[^@/]*@/, '//…@')
  let storeFailure: string | undefined = 'store: not read yet'
  let brokerFailure = `broker ${broker}: not connected yet`
  let closing: Promise<void> | undefined
  let refreshTimer: NodeJS.Timeout | undefined
  let pauseMs = 0

  async function admit(topic: string, payload: Uint8Array): Promise<Admission> {
    const context = () => ({
      nowMs: options.clock === 'event' ? eventTime.now() : clock.now(),
      judgesAge: options.clock === 'system',
      findDetectors: sites.findDetectors
    })
    const admission = admitMessage(topic, payload, context())
    if (admission.admitted || (admission.reason !== 'unknown-site' && admission.reason !== 'unknown-detector')) {
      return admission
    }
    // The configuration may be newer than what we know of it.
    await sites.refresh()
    return admitMessage(topic, payload, context())
  }

  async function take(topic: string, payload: Uint8Array): Promise<void> {
    try {
      const admission = await admit(topic, payload)
      const channel = findTopic(topic)?.channel ?? 'unknown'
      if (!admission.admitted) {
        metrics.messages.inc({ channel, result: admission.reason })
        const suppressed = rateLimit.admit(`${channel} ${admission.reason}`)
        if (suppressed !== undefined) {
          const { reason, detail } = admission
          log.warn({ topic: topic.slice(0, 200), reason, detail: detail.slice(0, 500), suppressed }, 'message refused')
        }
        return
      }
      advanceEventTime(admission.record)
      metrics.messages.inc({ channel, result: await batcher.add(admission.record) })
      storeFailure = undefined
      pauseMs = 0
    } catch (error) {
      await failStore(error as Error)
      throw error
    }
  }

  function advanceEventTime(record: FieldRecord): void {
    if (record.channel === 'detections') eventTime.advanceTo(record.message.intervalEndAtMs)
  }

  /** A message that cannot be stored stays with the broker; we come back for it after a pause that grows. */
  async function failStore(error: Error): Promise<void> {
    metrics.storeFailures.inc()
    storeFailure = `store: ${error.message}`
    const suppressed = rateLimit.admit('store')
    if (suppressed !== undefined) log.error({ error: error.message, suppressed }, 'store does not take messages')
    pauseMs = Math.min(longestPauseMs, Math.max(100, pauseMs * 2))
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  }

  async function refresh(): Promise<void> {
    try {
      await sites.refresh()
      await store.ping()
      storeFailure = undefined
    } catch (error) {
      storeFailure = `store: ${(error as Error).message}`
    }
  }

  function connectionState(index: number, connected: boolean, reason: string | undefined): void {
    if (states[index] !== connected && index === 0) {
      log.info({ broker, connected, reason }, 'broker connection')
    }
    // The close that follows an error has no reason of its own.
    if (!connected && (reason !== undefined || states[index] === true)) {
      brokerFailure = `broker ${broker}: ${reason ?? 'connection lost'}`
    }
    states[index] = connected
    metrics.connections.set(states.filter(state => state).length)
  }

  function openConnection(index: number): void {
    const connection = createBrokerConnection({
      url: options.brokerUrl,
      login: options.brokerLogin ?? {},
      clientId: `selaras-ingest-${options.instanceName}-${index}`,
      protocolVersion: options.protocolVersion ?? 5,
      takesRetained: index === 0,
      take,
      onState(connected, reason) {
        connectionState(index, connected, reason)
        if (connected && index === 0 && connection.sharesSubscriptions && connections.length === 1) {
          for (let next = 1; next < options.connections; next++) openConnection(next)
        }
      }
    })
    connections[index] = connection
    connection.connect()
  }

  return {
    start() {
      void refresh()
      refreshTimer = setInterval(refresh, refreshMs)
      openConnection(0)
    },
    close() {
      closing ??= (async () => {
        clearInterval(refreshTimer)
        await Promise.all(connections.map(connection => connection.close()))
        await batcher.settle()
      })()
      return closing
    },
    findFailure() {
      const failures = [storeFailure, states[0] === true ? undefined : brokerFailure]
      return failures.filter(failure => failure !== undefined).join('; ') || undefined
    }
  }
}
