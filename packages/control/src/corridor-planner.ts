import type { Detections, SignalState, StageInterval } from '@selaras/shared'

/** What is new for a corridor since the last tick. */
export interface CorridorTick {
  /** The time that the plans are for: they take effect now. Unix epoch ms. */
  readonly nowMs: number
  /** Detections messages since the last tick, oldest first for each intersection. */
  readonly detections: readonly { readonly intersectionId: string; readonly message: Detections }[]
  /** Latest signal state by intersection; an intersection without one gets no plan. */
  readonly signals: Readonly<Record<string, SignalState>>
}

export interface PlannedIntersection {
  readonly intersectionId: string
  /** Stage intervals over the horizon; see `PhasePlan.intervals`. */
  readonly intervals: readonly StageInterval[]
  /** Why, in words; at most 200 characters. */
  readonly reason: string
  /** `deadline`: the search was cut and the best plan so far stands. */
  readonly stoppedBy: 'complete' | 'deadline'
}

/** Estimator and planner of one corridor; holds what was learnt between ticks. Pure: the same ticks, the same plans. */
export interface CorridorPlanner {
  /**
   * Plans every intersection that has a signal state.
   *
   * @param isPast true once the deadline has passed; asked between and within searches.
   */
  plan(tick: CorridorTick, isPast: () => boolean): readonly PlannedIntersection[]
}
