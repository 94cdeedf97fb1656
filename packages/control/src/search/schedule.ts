import type { searchEnds } from '@selaras/shared'

/** One switch of the schedule found. */
export interface ScheduledSwitch {
  readonly atSeconds: number
  readonly toStage: number
  readonly greenAtSeconds: number
}

/**
 * How a search ended: it saw the whole horizon, or was cut at its budget of states or at its deadline, and the best schedule
 * so far stands.
 */
export type StoppedBy = (typeof searchEnds)[number]

export interface SearchResult {
  readonly switches: readonly ScheduledSwitch[]
  /** Where the schedule ends, s from now. */
  readonly endSeconds: number
  /** How far ahead the search came, s; less than the horizon when it was cut. */
  readonly seenSeconds: number
  /** Best cost by first action: stay, or the stage switched to now; infinite when it was not possible or was given up. */
  readonly stayCostSeconds: number
  readonly switchCostSeconds: Float64Array
  /** How far ahead each of these was followed before better schedules displaced it, s; 0: it was not possible. */
  readonly stayFollowedSeconds: number
  readonly switchFollowedSeconds: Float64Array
  /** States computed: the effort of the search, the same for the same input. */
  readonly expansions: number
  readonly stoppedBy: StoppedBy
}
