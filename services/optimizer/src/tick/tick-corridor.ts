import type { CorridorTick } from '@selaras/control'
import type { RateLimit } from '@selaras/service'
import type { CorridorSnapshot, Store } from '@selaras/store'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import { HungPlannerError } from '../planning/planning-errors.ts'
import { commit } from './commit.ts'
import type { CorridorDesk } from './corridor-desk.ts'
import { selectStates } from './select-states.ts'
import { type JudgedPlans, toPhasePlans } from './to-phase-plans.ts'

export type TickOutcome =
  | 'committed'
  | 'no-state'
  | 'no-plan'
  | 'planner-failed'
  | 'planner-hung'
  | 'overrun'
  | 'deposed'
  | 'stale-epoch'
  | 'stale-revision'

export interface TickDependencies {
  readonly store: Pick<Store, 'readCorridor' | 'commitPlans' | 'findLearnt' | 'saveLearnt'>
  readonly log: Logger
  readonly metrics: Metrics
  readonly rateLimit: RateLimit
}

export interface TickOptions {
  /** Time that planning one corridor may take, real ms; more counts as a miss. */
  readonly planBudgetMs: number
  /** A plan ends this long after it was issued unless a newer one came. */
  readonly validityMs: number
  /** Signal states older than this are not planned from. */
  readonly signalMaximumAgeMs: number
}

export interface Tick {
  readonly nowMs: number
  /** True once the world has moved on from `nowMs`, so that a plan for it would come too late. */
  isOver(): boolean
}

/**
 * One tick of one corridor, from a snapshot that the desk has absorbed: plan, judge, commit.
 *
 * Whatever the planner does, nothing that fails validation reaches the store; what stands there stays in force.
 *
 * @throws when the store rejects.
 */
export async function tickCorridor(
  desk: CorridorDesk,
  snapshot: CorridorSnapshot,
  tick: Tick,
  dependencies: TickDependencies,
  options: TickOptions
): Promise<TickOutcome> {
  const { store, log, metrics } = dependencies
  const { corridor, epoch } = desk.owned
  const { corridorId, intersections } = corridor
  const detections = desk.takeDetections(tick.nowMs)
  const { states, withheld } = selectStates(
    intersections,
    snapshot.signals,
    desk.used,
    tick.nowMs,
    options.signalMaximumAgeMs
  )
  for (const { reason } of withheld) metrics.plansWithheld.inc({ reason })
  if (Object.keys(states).length === 0) return 'no-state'
  if (Object.values(snapshot.plans).some(plan => plan.epoch > epoch)) return 'stale-epoch'
  if (tick.isOver()) return 'overrun'

  const planning = { nowMs: tick.nowMs, detections, signals: states }
  const judged = await plan(desk, planning, snapshot, dependencies, options)
  if (typeof judged === 'string') return judged
  if (tick.isOver()) return 'overrun'
  if (!desk.owned.isHeld()) return 'deposed'
  reportRejected(corridorId, judged, dependencies)
  if (judged.plans.length === 0) return 'no-plan'

  const result = await commit(store, corridorId, epoch, judged.plans, judged.decisions, desk.cursor)
  if (result.outcome !== 'committed') return result.outcome
  metrics.plansCommitted.inc({ corridor: corridorId }, result.plans.length)
  if (log.isLevelEnabled('debug')) {
    for (const { intersectionId, revision, basedOnAtMs, intervals, reason } of result.plans) {
      const { nowMs } = tick
      log.debug({ corridorId, intersectionId, nowMs, epoch, revision, basedOnAtMs, intervals, reason }, 'decision')
    }
  }
  return 'committed'
}

/** Plans and judges; the outcome of the tick when the planner gave nothing. */
async function plan(
  desk: CorridorDesk,
  tick: CorridorTick,
  snapshot: CorridorSnapshot,
  { log, metrics, rateLimit }: TickDependencies,
  { planBudgetMs, validityMs }: TickOptions
): Promise<JudgedPlans | 'planner-failed' | 'planner-hung'> {
  const { corridor, epoch } = desk.owned
  const { corridorId } = corridor
  const { nowMs, signals } = tick
  try {
    const { planned, planMs } = await desk.seat.plan(tick)
    metrics.planSeconds.observe({ corridor: corridorId }, planMs / 1000)
    const wasCut = planned.some(({ stoppedBy }) => stoppedBy === 'deadline')
    if (wasCut || planMs > planBudgetMs) metrics.deadlineMisses.inc({ corridor: corridorId })
    const stamp = { corridor, epoch, nowMs, validityMs, states: signals, used: desk.used, current: snapshot.plans }
    return toPhasePlans(planned, stamp)
  } catch (error) {
    const isHung = error instanceof HungPlannerError
    if (isHung) metrics.deadlineMisses.inc({ corridor: corridorId })
    const suppressed = rateLimit.admit(`planner ${corridorId}`)
    if (suppressed !== undefined) log.error({ corridorId, err: error, suppressed }, 'planner failed')
    return isHung ? 'planner-hung' : 'planner-failed'
  }
}

function reportRejected(
  corridorId: string,
  { rejected }: JudgedPlans,
  { log, metrics, rateLimit }: TickDependencies
): void {
  for (const { intersectionId, kind, problems } of rejected) {
    metrics.plansRejected.inc({ kind })
    const suppressed = rateLimit.admit(`plan ${corridorId} ${intersectionId} ${kind}`)
    if (suppressed === undefined) continue
    log.error({ corridorId, intersectionId, problems: problems.slice(0, 8), suppressed }, 'plan rejected')
  }
}
