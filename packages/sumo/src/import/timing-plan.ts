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
  const required = sequence.map(({ stage }, position) => {
    const previous = sequence.at(position - 1)!.stage
    const next = sequence[(position + 1) % sequence.length]!.stage
    const { losing, clearanceSeconds } = table.transition(stage, next)
    const gained = new Set(table.transition(previous, stage).gaining)
    const minimums = losing
      .filter(phase => gained.has(phase))
      .map(phase => table.phases.get(phase)!.minimumGreenSeconds)
    return Math.max(1, Math.ceil(Math.max(0, ...minimums) + clearanceSeconds))
  })
  const spare = sequence.map(({ seconds }, position) => Math.max(0, Math.ceil(seconds) - required[position]!))
  // A programme that is longer than the model allows is shortened in what its stages do not need.
  const share = Math.min(1, Math.max(0, longestCycleSeconds - sum(required)) / Math.max(1, sum(spare)))
  const splits = sequence.map(({ stage }, position) => ({
    stage,
    splitSeconds: required[position]! + Math.floor(share * spare[position]!)
  }))
  const cycleSeconds = sum(splits.map(({ splitSeconds }) => splitSeconds))
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

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
