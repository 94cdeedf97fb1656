import { createRateLimit } from '@selaras/service'
import { type Clock, type Corridor, ManualClock, type PhasePlan } from '@selaras/shared'
import type { Store } from '@selaras/store'
import type { Logger } from 'pino'
import type { ApiMetrics } from '../metrics.ts'
import { judgePlan } from './judge-plan.ts'
import type { PlanPublisher } from './plan-publisher.ts'

export interface DispatcherDependencies {
  readonly store: Pick<Store, 'readCommittedPlans' | 'listCorridorIds' | 'findCorridor' | 'readCorridor'>
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly metrics: ApiMetrics
  readonly publisher: PlanPublisher
  /** `event`: the plans themselves define the time. */
  readonly time: 'system' | 'event'
}

/** Carries committed plans to the broker: the newest of each intersection, judged once more, never a stale one. */
export interface Dispatcher {
  start(): void
  /** Publishes the current plans again, as after the broker came back. */
  republish(): void
  close(): Promise<void>
  findFailure(): string | undefined
}

const isOlder = (plan: PhasePlan, other: PhasePlan | undefined): boolean =>
  other !== undefined && (other.epoch > plan.epoch || (other.epoch === plan.epoch && other.revision > plan.revision))

const formatOrder = (plan: PhasePlan, newest: PhasePlan): string =>
  `(epoch, revision): expected at least (${newest.epoch}, ${newest.revision}), received (${plan.epoch}, ${plan.revision})`

const waitMs = 1000
const refreshMs = 2000
const longestPauseMs = 2000

export function createDispatcher({ store, clock, log, metrics, publisher, time }: DispatcherDependencies): Dispatcher {
  const stop = new AbortController()
  const rateLimit = createRateLimit(10_000, () => clock.monotonicNow())
  const eventTime = new ManualClock()
  const corridors = new Map<string, Corridor>()
  const positions: Record<string, string | undefined> = {}
  /** Newest plan of each intersection that waits for its turn: a newer one replaces it. */
  const waiting = new Map<string, { readonly plan: PhasePlan; readonly readAtMs: number }>()
  const underWay = new Set<string>()
  /** Newest plan of each intersection that the broker has taken. */
  const published = new Map<string, PhasePlan>()
  let failure: string | undefined = 'store: not read yet'
  let running: Promise<void> | undefined
  let refreshedAtMs = Number.NEGATIVE_INFINITY

  const now = () => (time === 'event' ? eventTime.now() : clock.now())

  async function refreshCorridors(): Promise<void> {
    if (clock.monotonicNow() - refreshedAtMs < refreshMs) return
    for (const corridorId of await store.listCorridorIds()) {
      const corridor = await store.findCorridor(corridorId)
      if (corridor === undefined) continue
      corridors.set(corridorId, corridor)
      if (!(corridorId in positions)) positions[corridorId] = undefined
    }
    refreshedAtMs = clock.monotonicNow()
  }

  function offer(plan: PhasePlan): void {
    const name = `${plan.corridorId}/${plan.intersectionId}`
    if (!isOlder(plan, waiting.get(name)?.plan)) waiting.set(name, { plan, readAtMs: clock.monotonicNow() })
    if (!underWay.has(name)) void deliver(name)
  }

  async function deliver(name: string): Promise<void> {
    underWay.add(name)
    for (let next = waiting.get(name); next !== undefined; next = waiting.get(name)) {
      waiting.delete(name)
      const { plan, readAtMs } = next
      const reasons = judgePlan(plan, corridors.get(plan.corridorId), now())
      const newest = published.get(name)
      if (reasons.length > 0) refuse(name, 'invalid', reasons)
      else if (newest !== undefined && isOlder(plan, newest)) refuse(name, 'superseded', [formatOrder(plan, newest)])
      else {
        try {
          if (await publisher.publish(plan, now())) {
            published.set(name, plan)
            metrics.plansPublished.inc({ corridor: plan.corridorId })
            metrics.dispatchSeconds.observe((clock.monotonicNow() - readAtMs) / 1000)
          } else refuse(name, 'broker-away', ['not connected to the broker'])
        } catch (error) {
          refuse(name, 'broker-failed', [(error as Error).message])
        }
      }
    }
    underWay.delete(name)
  }

  function refuse(name: string, reason: string, details: readonly string[]): void {
    metrics.plansRefused.inc({ reason })
    const suppressed = rateLimit.admit(`${name} ${reason}`)
    if (suppressed !== undefined) log.warn({ site: name, reason, details, suppressed }, 'plan not published')
  }

  async function run(): Promise<void> {
    let pauseMs = 0
    while (!stop.signal.aborted) {
      try {
        await refreshCorridors()
        const commits = await store.readCommittedPlans(positions, waitMs, stop.signal)
        for (const { corridorId, position, plans } of commits) {
          positions[corridorId] = position
          for (const plan of plans) {
            eventTime.advanceTo(plan.issuedAtMs)
            offer(plan)
          }
        }
        failure = undefined
        pauseMs = 0
      } catch (error) {
        failure = `store: ${(error as Error).message}`
        const suppressed = rateLimit.admit('store')
        if (suppressed !== undefined) log.error({ error: (error as Error).message, suppressed }, 'store cannot be read')
        pauseMs = Math.min(longestPauseMs, Math.max(100, pauseMs * 2))
        await new Promise(resolve => setTimeout(resolve, pauseMs))
      }
    }
  }

  async function offerCurrent(): Promise<void> {
    for (const corridorId of corridors.keys()) {
      const { plans } = await store.readCorridor(corridorId, Number.MAX_SAFE_INTEGER)
      for (const plan of Object.values(plans)) if (plan.validUntilMs > now()) offer(plan)
    }
  }

  return {
    start() {
      running ??= run()
    },
    republish() {
      offerCurrent().catch(error => log.warn({ error: (error as Error).message }, 'current plans not published again'))
    },
    async close() {
      stop.abort()
      await running
    },
    findFailure: () => failure
  }
}
