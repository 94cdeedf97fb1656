import type { CorridorTick, PlannedIntersection } from '@selaras/control'
import type { Corridor, LearntCorridor } from '@selaras/shared'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'

/** What a planner made of one tick. */
export interface PlanAnswer {
  readonly planned: readonly PlannedIntersection[]
  /** Time that the planner took, real ms. */
  readonly planMs: number
}

/** The planner of one corridor, wherever it runs. Asked for one thing at a time. */
export interface PlanningSeat {
  /**
   * Rejects with a `HungPlannerError` when the planner did not answer in time, with another error when it threw, its
   * thread ended or its turn did not come; the next tick finds a new planner.
   */
  plan(tick: CorridorTick): Promise<PlanAnswer>
  /** What the planner has learnt by now; undefined when there is nothing. Rejects as `plan` does. */
  learnt(): Promise<LearntCorridor | undefined>
  close(): void
}

/** Where the planners of all corridors run. */
export interface Planning {
  /** Gets ready, so that a standby that takes over plans at once. */
  start(): void
  /** @param learnt what an earlier planner of the corridor had learnt. */
  open(corridor: Corridor, learnt: LearntCorridor | undefined): PlanningSeat
  close(): Promise<void>
}

export interface PlanningDependencies {
  readonly log: Logger
  readonly metrics: Metrics
  /** Time that a planner may take for one tick before its search is cut, real ms. */
  readonly planBudgetMs: number
  /** Every plan covers at least this time from its tick. */
  readonly coverMs: number
}

export type PlanningFactory = (dependencies: PlanningDependencies) => Planning
