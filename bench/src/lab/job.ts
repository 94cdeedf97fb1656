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

/** The results among the outcomes. */
export const resultsOf = (outcomes: readonly Outcome[]): readonly RunResult[] =>
  outcomes.flatMap(outcome => ('result' in outcome ? [outcome.result] : []))
