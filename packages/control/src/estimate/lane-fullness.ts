import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { Readings } from './readings.ts'

/**
 * How full each stop-line lane is, as far as its own zones reach: 0 empty … 1 bumper to bumper.
 *
 * It tells what a vehicle waits for that stands further upstream, where the road still leads to several lanes: for a
 * lane that has no room. Shared out by flow alone, a full turning bay would look like a queue before the empty lanes
 * beside it, and they would be given green that nobody can use.
 */
export function seeFullness(
  fullness: Float64Array,
  model: IntersectionModel,
  readings: Readings,
  { vehicleSpacingMetres }: PlannerParameters
): void {
  const metres = new Float64Array(model.laneCount)
  fullness.fill(0)
  for (const { detector, own, lanes, nearMetres, farMetres } of model.zones) {
    const vehicles = readings.vehicles[detector]!
    if (!own || Number.isNaN(vehicles)) continue
    const lane = lanes[0]!
    metres[lane]! += farMetres - nearMetres
    fullness[lane]! += vehicles * vehicleSpacingMetres
  }
  for (let lane = 0; lane < model.laneCount; lane++) {
    if (metres[lane]! > 0) fullness[lane] = Math.min(1, fullness[lane]! / metres[lane]!)
  }
}

/**
 * Odds that a vehicle standing upstream waits for a lane: a queue that discharges fills a third of its lane. A lane for one
 * or two vehicles tells little, as it is empty between any two.
 */
export const waitingWeight = (fullness: number, flow: number, ownVehicles: number): number =>
  flow * (0.6 / ownVehicles ** 2 + fullness ** 2)
