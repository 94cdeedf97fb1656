import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import { addArrival, type Demand, nearMetres } from './demand.ts'
import { type LoopQueues, movingAt, ringSeconds, settledSeconds } from './loop-queues.ts'
import type { Readings } from './readings.ts'

/**
 * Adds the vehicles that only loops know of: those at a distance that no working zone of their lane covers.
 *
 * Call after `seeDemand`, which places what the zones see.
 */
export function seeLoops(
  demand: Demand,
  model: IntersectionModel,
  readings: Readings,
  loops: LoopQueues,
  redSeconds: Float64Array,
  { vehicleSpacingMetres }: PlannerParameters
): void {
  const { queue, standing, nearVehicles, seenVehicles, sightMetres } = demand
  for (let lane = 0; lane < model.laneCount; lane++) {
    const approach = model.laneApproach[lane]!
    const isSeen = (metres: number) =>
      model.laneZones[lane]!.some(index => {
        const { detector, nearMetres: near, farMetres: far } = model.zones[index]!
        return near <= metres && metres < far && !Number.isNaN(readings.vehicles[detector]!)
      })
    const advance = loops.advanceMetres[lane]!
    const add = (vehicles: number, metres: number) => {
      if (metres < nearMetres) nearVehicles[lane]! += vehicles
      seenVehicles[approach]! += vehicles
    }
    const place = (vehicles: number, fromMetres: number) => {
      for (let vehicle = 0; vehicle < vehicles; vehicle++) {
        const metres = fromMetres + (vehicle + 0.5) * vehicleSpacingMetres
        if (isSeen(metres)) continue
        const part = Math.min(1, vehicles - vehicle)
        queue[lane]! += part
        add(part, metres)
      }
    }
    place(loops.queued[lane]!, 0)
    place(loops.beyond[lane]!, advance)
    for (let k = 0; advance > 0 && k < ringSeconds - 1; k++) {
      const vehicles = movingAt(loops, lane, k)
      const metres = Math.min(advance, k * model.laneSpeedLimit[lane]!)
      if (vehicles === 0 || isSeen(metres)) continue
      addArrival(demand, lane, k, vehicles)
      add(vehicles, metres)
    }
    if (sightMetres[lane] === 0) sightMetres[lane] = advance
    const { occupancy, coveredSeconds } = loops.stopLine
    if (isSeen(0)) {
      // At red the first of a queue covers the stop-line loop, whether or not the zone has missed it.
      const isMissed =
        redSeconds[lane]! >= settledSeconds && coveredSeconds[lane]! >= settledSeconds && queue[lane]! < 1
      if (!isMissed) continue
      add(1 - queue[lane]!, 0)
      queue[lane] = 1
      standing[lane] = 1
      continue
    }
    const stands = Number.isNaN(occupancy[lane]!)
      ? loops.queued[lane]! + loops.beyond[lane]! >= 1
      : coveredSeconds[lane]! > 0
    standing[lane] = stands ? 1 : 0
  }
}
