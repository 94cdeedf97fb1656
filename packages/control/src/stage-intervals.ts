import type { StageInterval } from '@selaras/shared'
import type { IntersectionModel } from './model/intersection-model.ts'
import type { RunningStage } from './running-stage.ts'
import type { SearchResult } from './search/schedule.ts'

/** The first instant of the decision grid at or after a time: whole multiples of the grid since 1970 UTC. */
function nextDecisionMs({ decisionGridSeconds }: IntersectionModel, atMs: number): number {
  if (decisionGridSeconds === undefined) return atMs
  const gridMs = decisionGridSeconds * 1000
  return Math.ceil(atMs / gridMs) * gridMs
}

/** Whole seconds to the next instant of the decision grid, rounded down: the search counts in steps from now. */
export const secondsToDecision = (model: IntersectionModel, nowMs: number): number =>
  Math.floor((nextDecisionMs(model, nowMs) - nowMs) / 1000)

/**
 * The schedule as stage intervals in absolute time.
 *
 * @param atLeastUntilMs the last interval reaches at least to here, so that the plan covers its validity.
 */
export function toStageIntervals(
  model: IntersectionModel,
  running: RunningStage,
  result: SearchResult,
  nowMs: number,
  atLeastUntilMs: number
): StageInterval[] {
  const at = (seconds: number) => nowMs + Math.round(seconds * 1000)
  const intervals: StageInterval[] = []
  let stage = running.stage
  let startAtMs = running.greenStartMs
  for (const { atSeconds, toStage, greenAtSeconds } of result.switches) {
    const endAtMs = nextDecisionMs(model, at(atSeconds))
    intervals.push({ stage: model.stageNumbers[stage]!, startAtMs, endAtMs })
    stage = toStage
    startAtMs = endAtMs + Math.round((greenAtSeconds - atSeconds) * 1000)
  }
  const shortest = startAtMs + Math.max(1000, model.minimumGreenSeconds[stage]! * 1000)
  const endAtMs = Math.max(at(result.endSeconds), shortest, atLeastUntilMs)
  intervals.push({ stage: model.stageNumbers[stage]!, startAtMs, endAtMs })
  return intervals
}
