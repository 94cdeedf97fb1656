import type { LaneCapacity } from './capacity.ts'
import type { StageDisplays } from './stages.ts'

export const yellowSeconds = 3
const shortestGreenSeconds = 6
/** Time over which demand is taken to last in the delay formula, h. */
const analysisHours = 0.5

/** Green of each stage in a cycle; a stage whose green nobody loses is followed by the next without yellow. */
export interface FixedPlan {
  readonly cycleSeconds: number
  readonly greenSeconds: readonly number[]
}

/** Time between the greens of each stage and the next. */
export const intergreensOf = (stages: readonly StageDisplays[]): number[] =>
  stages.map((stage, position) => {
    const next = stages[(position + 1) % stages.length]!
    return stage.some((display, link) => display !== 'r' && next[link] === 'r') ? yellowSeconds : 0
  })

export const shortestCycleOf = (stages: readonly StageDisplays[]): number =>
  intergreensOf(stages).reduce((total, seconds) => total + seconds + shortestGreenSeconds, 0)

/** Splits of a cycle: seconds go one by one to the stage where they relieve the most loaded lanes most. */
export function planWithCycle(
  stages: readonly StageDisplays[],
  lanes: readonly LaneCapacity[],
  cycleSeconds: number
): FixedPlan {
  const green = stages.map(() => shortestGreenSeconds)
  const loaded = lanes.filter(({ flow }) => flow > 0)
  const strain = () =>
    loaded.reduce(
      (sum, lane) => sum + Math.min(1e3, saturationDegree(lane, { cycleSeconds, greenSeconds: green })) ** 8,
      0
    )
  for (let spare = cycleSeconds - shortestCycleOf(stages); spare > 0; spare--) {
    const after = green.map((_, stage) => {
      green[stage]! += 1
      const value = strain()
      green[stage]! -= 1
      return value
    })
    green[after.indexOf(Math.min(...after))]! += 1
  }
  return { cycleSeconds, greenSeconds: green }
}

/** Flow over capacity of a lane. */
export function saturationDegree({ flow, vehiclesPerHour }: LaneCapacity, plan: FixedPlan): number {
  if (flow === 0) return 0
  return (flow * plan.cycleSeconds) / Math.max(1e-6, workPerCycle(vehiclesPerHour, plan))
}

const workPerCycle = (vehiclesPerHour: readonly number[], { greenSeconds }: FixedPlan) =>
  vehiclesPerHour.reduce((sum, rate, stage) => sum + rate * greenSeconds[stage]!, 0)

/** Degree of saturation of the critical lane. */
export const criticalDegree = (lanes: readonly LaneCapacity[], plan: FixedPlan): number =>
  Math.max(0, ...lanes.map(lane => saturationDegree(lane, plan)))

/**
 * Vehicle-hours of delay in an hour: uniform and incremental.
 *
 * @see Webster, F. V. (1958), Traffic Signal Settings; Highway Capacity Manual (2010), equations 18-20 and 18-45.
 */
export function delayHours(lanes: readonly LaneCapacity[], plan: FixedPlan): number {
  return lanes.reduce((sum, lane) => {
    const x = saturationDegree(lane, plan)
    const greenRatio =
      lane.vehiclesPerHour.reduce((total, rate, stage) => total + (rate > 0 ? plan.greenSeconds[stage]! : 0), 0) /
      plan.cycleSeconds
    const uniform = (plan.cycleSeconds * (1 - greenRatio) ** 2) / 2 / (1 - Math.min(1, x) * greenRatio)
    const capacity = Math.max(1, lane.flow / Math.max(1e-6, x))
    const incremental = 900 * analysisHours * (x - 1 + Math.sqrt((x - 1) ** 2 + (4 * x) / (capacity * analysisHours)))
    return sum + (lane.flow * (uniform + incremental)) / 3600
  }, 0)
}
