import type { Demand } from '../estimate/demand.ts'
import type { Flows } from '../estimate/flows.ts'
import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'

/** A queue shorter than this says nothing about how long its vehicles wait. */
const leastQueue = 2

/**
 * What a second of waiting on each lane is worth to the search.
 *
 * The approach's own weight, raised where the least total delay would be unfair: by a vehicle that stands at a line that
 * has long been red, and, within bounds, by a queue whose vehicles wait long in the mean (Little's law: queue over flow),
 * such as that of a shared lane that discharges badly in every stage.
 *
 * @param weight receives the weights, by lane.
 */
export function weighLanes(
  weight: Float64Array,
  model: IntersectionModel,
  { queue, standing }: Demand,
  { laneFlow }: Flows,
  redSeconds: Float64Array,
  { patienceSeconds, patienceGrowthSeconds, longWaitSeconds, longWaitGain }: PlannerParameters
): void {
  for (let lane = 0; lane < model.laneCount; lane++) {
    const impatience = standing[lane] === 1 ? Math.max(0, redSeconds[lane]! - patienceSeconds) : 0
    const waitSeconds = queue[lane]! >= leastQueue ? queue[lane]! / Math.max(0.01, laneFlow[lane]!) : 0
    const unfairness = Math.min(longWaitGain, Math.max(0, waitSeconds / longWaitSeconds - 1))
    weight[lane] = model.laneDelayWeight[lane]! * (1 + impatience / patienceGrowthSeconds + unfairness)
  }
}
