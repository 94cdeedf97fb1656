import { type Intersection, stageTableOf, type TimingPlan } from '@selaras/shared'
import type { StageStates } from './stage-states.ts'

const shortestCycleSeconds = 10
const longestCycleSeconds = 600
const mostSplits = 32

/**
 * Timing plan that runs the programme's stages in its order, cycle and offset.
 *
 * Splits are rounded up to whole seconds and raised where they do not hold minimum green and clearance.
 */
export function timingPlanOf(
  stageStates: StageStates,
  offsetSeconds: number,
  parts: Pick<Intersection, 'phases' | 'stages'>
): TimingPlan {
  const table = stageTableOf({ ...parts } as Intersection)
  const sequence = stageStates.sequence.slice(0, mostSplits)
  const programmed = sequence.reduce((sum, { seconds }) => sum + seconds, 0)
  const scale = Math.min(1, longestCycleSeconds / programmed)
  const splits = sequence.map(({ stage, seconds }, position) => {
    const next = sequence[(position + 1) % sequence.length]!.stage
    const previous = sequence.at(position - 1)!.stage
    const { losing, clearanceSeconds } = table.transition(stage, next)
    const gained = new Set(table.transition(previous, stage).gaining)
    const minimum = Math.max(
      0,
      ...losing.filter(phase => gained.has(phase)).map(phase => table.phases.get(phase)!.minimumGreenSeconds)
    )
    const required = minimum + clearanceSeconds
    return {
      stage,
      splitSeconds: Math.max(1, Math.ceil(required), scale < 1 ? Math.floor(seconds * scale) : Math.ceil(seconds))
    }
  })
  const cycleSeconds = splits.reduce((sum, { splitSeconds }) => sum + splitSeconds, 0)
  const missing = Math.max(0, shortestCycleSeconds - cycleSeconds)
  splits.at(-1)!.splitSeconds += missing
  const cycle = cycleSeconds + missing
  const offset = Math.round(offsetSeconds + stageStates.leadSeconds)
  return {
    timingPlanId: 'program',
    cycleSeconds: cycle,
    offsetSeconds: ((offset % cycle) + cycle) % cycle,
    offsetReference: 'firstStageGreenStart',
    splits
  }
}
