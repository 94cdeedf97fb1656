import type { RunningStage } from '../running-stage.ts'
import type { SearchResult } from './schedule.ts'

/** How far a search has to come to be trusted, s: within less, switches cost more than they can bring. */
export const trustedSeconds = 10
/** How long its schedule stands for others that did not, s: by then too much has changed. */
export const incumbentSeconds = 4

/** The schedule of a search that saw enough of the horizon, for the ticks after it whose search was cut earlier. */
export interface Incumbent {
  readonly atMs: number
  /** Stage that ran then. */
  readonly stage: number
  readonly result: Pick<SearchResult, 'switches' | 'endSeconds'>
}

/**
 * The incumbent's schedule from now on.
 *
 * @returns undefined when the controller has not followed it, or can no longer.
 */
export function continueIncumbent(
  { atMs, stage, result }: Incumbent,
  running: RunningStage,
  nowMs: number
): Incumbent['result'] | undefined {
  // To the millisecond, so that a switch that is due now is at 0.
  const fromNow = (seconds: number) => Math.round(1000 * seconds - (nowMs - atMs)) / 1000
  const due = result.switches.filter(({ atSeconds }) => fromNow(atSeconds) < 0)
  if (running.stage !== (due.at(-1)?.toStage ?? stage)) return undefined
  const switches = result.switches.slice(due.length).map(({ atSeconds, toStage, greenAtSeconds }) => ({
    atSeconds: fromNow(atSeconds),
    toStage,
    greenAtSeconds: fromNow(greenAtSeconds)
  }))
  const greenSeconds = (switches[0]?.atSeconds ?? Number.POSITIVE_INFINITY) - running.clearanceLeftSeconds
  const endSeconds = fromNow(result.endSeconds)
  const longestSeconds = switches.length === 0 ? endSeconds - running.clearanceLeftSeconds : greenSeconds
  const isPossible = greenSeconds >= running.minimumLeftSeconds && longestSeconds <= running.maximumLeftSeconds
  return isPossible ? { switches, endSeconds } : undefined
}
