import type { IntersectionModel } from '../model/intersection-model.ts'
import { type LaneService, laneRate } from './lane-service.ts'

/** Vehicles over the whole horizon below which a lane does not decide which stages are worth a switch. */
const negligibleVehicles = 0.3
/** Second of green at which stages are compared. */
const comparedSecond = 5

/**
 * Finds the stages that are worth switching to: a stage is left out when another serves every lane that expects
 * vehicles at least as well. With eight stages and few vehicles most are.
 *
 * @param vehicles queue and expected arrivals of each lane over the horizon.
 * @param targets receives the stages; @returns how many.
 */
export function findTargets(
  targets: Int16Array,
  { stageCount, laneCount }: IntersectionModel,
  service: LaneService,
  vehicles: Float64Array
): number {
  let count = 0
  for (let stage = 0; stage < stageCount; stage++) {
    let dominated = false
    for (let other = 0; other < stageCount && !dominated; other++) {
      if (other !== stage) dominated = isDominated(stage, other, laneCount, service, vehicles)
    }
    if (!dominated) targets[count++] = stage
  }
  return count
}

function isDominated(
  stage: number,
  other: number,
  laneCount: number,
  service: LaneService,
  vehicles: Float64Array
): boolean {
  let equal = true
  for (let lane = 0; lane < laneCount; lane++) {
    if (vehicles[lane]! < negligibleVehicles) continue
    const own = laneRate(service, stage * laneCount + lane, comparedSecond, 0.5, 0)
    const others = laneRate(service, other * laneCount + lane, comparedSecond, 0.5, 0)
    if (own > others + 1e-9) return false
    if (own < others - 1e-9) equal = false
  }
  // Among equals the first stands for all.
  return !equal || other < stage
}
