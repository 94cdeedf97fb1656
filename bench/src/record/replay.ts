import { isDeepStrictEqual } from 'node:util'
import {
  createCorridorPlanner,
  type PlannedIntersection,
  type PlannerParameters,
  unlimitedTime
} from '@selaras/control'
import type { Detections, SignalState } from '@selaras/shared'
import { fieldEpochMs } from '@selaras/sumo'
import { UsageError } from '../usage-error.ts'
import type { RecordedTick, Recording } from './recording.ts'

/** One intersection's part of a tick that was decided again. */
export interface ReplayedDecision {
  readonly planned: PlannedIntersection
  readonly recorded: PlannedIntersection | undefined
  /** Whether the recorded plan had the same intervals. */
  readonly isSame: boolean
  readonly signal: SignalState
  /** Messages that arrived for this tick. */
  readonly detections: readonly Detections[]
}

/**
 * Decides a recorded tick again: a new planner is told everything up to it, so that it has learnt the same, and
 * searches without a deadline.
 *
 * @param atMs time of the tick, Unix ms.
 * @param changes parameters other than the recorded ones: what would they have decided?
 * @throws {UsageError} when nothing was recorded then.
 */
export async function replayTick(
  { corridor, parameters, firstMs, lastMs, ticks }: Recording,
  atMs: number,
  changes: Partial<PlannerParameters>
): Promise<readonly ReplayedDecision[]> {
  const refuse = (): never => {
    const [first, last, at] = [firstMs, lastMs, atMs].map(ms => (ms - fieldEpochMs) / 1000)
    throw new UsageError(`--at: expected a second of the recorded period, ${first} to ${last}, received ${at}`)
  }
  if (atMs < firstMs || atMs > lastMs) return refuse()
  const planner = createCorridorPlanner(corridor, { parameters: { ...parameters, ...changes } })
  for await (const recorded of ticks) {
    const planned = planner.plan(recorded.tick, unlimitedTime)
    if (recorded.tick.nowMs === atMs) return planned.map(entry => compare(entry, recorded))
  }
  return refuse()
}

function compare(planned: PlannedIntersection, { tick, planned: before }: RecordedTick): ReplayedDecision {
  const { intersectionId } = planned
  const recorded = before.find(entry => entry.intersectionId === intersectionId)
  return {
    planned,
    recorded,
    isSame: isDeepStrictEqual(recorded?.intervals, planned.intervals),
    signal: tick.signals[intersectionId]!,
    detections: tick.detections.filter(entry => entry.intersectionId === intersectionId).map(({ message }) => message)
  }
}
