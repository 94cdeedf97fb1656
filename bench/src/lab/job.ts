import type { RunOptions } from '../run/run-options.ts'
import type { RunResult } from '../sumo/result.ts'

/** One run to play. */
export interface Job {
  readonly options: RunOptions
  readonly seed: number
}

/** What became of a job: its result, or why there is none. */
export type Outcome =
  | { readonly job: Job; readonly result: RunResult; readonly cached: boolean }
  | { readonly job: Job; readonly problem: string }

/** A played run in which nobody drove has no delay to speak of: that is a problem, not a delay of 0. */
export function outcomeOf(job: Job, result: RunResult, cached: boolean): Outcome {
  if (result.vehicles > 0 && Number.isFinite(result.meanDelaySeconds)) return { job, result, cached }
  const { beginSeconds, endSeconds } = job.options
  const found = `${result.vehicles} vehicles with a mean delay of ${result.meanDelaySeconds} s`
  return { job, problem: `expected vehicles between ${beginSeconds} and ${endSeconds} s, found ${found}` }
}

/** The results among the outcomes. */
export const resultsOf = (outcomes: readonly Outcome[]): readonly RunResult[] =>
  outcomes.flatMap(outcome => ('result' in outcome ? [outcome.result] : []))
