import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { Flows } from './flows.ts'
import { arrivalSeconds } from './kinematics.ts'
import { seeFullness, waitingWeight } from './lane-fullness.ts'
import type { PathShares } from './path-shares.ts'
import type { Readings } from './readings.ts'

/** Queues and expected arrivals of one intersection: the input of the search. */
export interface Demand {
  /** Vehicles standing, by lane. */
  readonly queue: Float64Array
  /** Expected vehicles that reach the stop line in second k: [lane × horizon + k]. */
  readonly arrivals: Float64Array
  readonly horizon: number
  /** Vehicles within about 40 m of the stop line, and whether one stands at it, by lane. */
  readonly nearVehicles: Float64Array
  readonly standing: Uint8Array
  /** Share of a lane's own length that vehicles take up, by lane. */
  readonly fullness: Float64Array
  /** All vehicles seen on the way to the stop line, by approach. */
  readonly seenVehicles: Float64Array
  /** Distance up to which the lane's vehicles are seen, m. */
  readonly sightMetres: Float64Array
  /** 1 where zones see the lane's approach; elsewhere sight ends at the advance loop. */
  readonly seenByZones: Uint8Array
}

/** A vehicle this close to the stop line is near it, m. */
export const nearMetres = 40

export function createDemand(model: IntersectionModel, horizon: number): Demand {
  return {
    queue: new Float64Array(model.laneCount),
    arrivals: new Float64Array(model.laneCount * horizon),
    horizon,
    nearVehicles: new Float64Array(model.laneCount),
    standing: new Uint8Array(model.laneCount),
    fullness: new Float64Array(model.laneCount),
    seenVehicles: new Float64Array(model.approachIds.length),
    sightMetres: new Float64Array(model.laneCount),
    seenByZones: new Uint8Array(model.laneCount)
  }
}

/** Places what the zones see: standing vehicles into queues, moving ones at their time of arrival. */
export function seeDemand(
  demand: Demand,
  model: IntersectionModel,
  readings: Readings,
  flows: Flows,
  paths: PathShares,
  parameters: PlannerParameters
): void {
  demand.queue.fill(0)
  demand.arrivals.fill(0)
  demand.nearVehicles.fill(0)
  demand.standing.fill(0)
  demand.seenVehicles.fill(0)
  seeFullness(demand.fullness, model, readings, parameters)
  demand.sightMetres.fill(0)
  demand.seenByZones.fill(0)
  for (let index = 0; index < model.zones.length; index++) {
    const zone = model.zones[index]!
    const vehicles = readings.vehicles[zone.detector]!
    if (Number.isNaN(vehicles)) continue
    for (const lane of model.approachLanes[zone.approach]!) {
      demand.seenByZones[lane] = 1
      demand.sightMetres[lane] = Math.max(demand.sightMetres[lane]!, zone.farMetres)
    }
    if (vehicles === 0) continue
    const stopped = Math.min(vehicles, readings.stopped[zone.detector]! || 0)
    const speed = readings.speed[zone.detector]! || 0
    demand.seenVehicles[zone.approach]! += vehicles
    const share = zone.own ? 1 : paths.share[index]!
    let reachedFlow = 0
    let reachedWaiting = 0
    for (const lane of zone.lanes) {
      reachedFlow += flows.laneFlow[lane]!
      reachedWaiting += waitingWeight(demand.fullness[lane]!, flows.laneFlow[lane]!, model.laneOwnVehicles[lane]!)
    }
    for (const lane of zone.lanes) {
      const part = zone.own ? 1 : (share * flows.laneFlow[lane]!) / reachedFlow
      demand.queue[lane]! +=
        stopped *
        (zone.own
          ? 1
          : (share * waitingWeight(demand.fullness[lane]!, flows.laneFlow[lane]!, model.laneOwnVehicles[lane]!)) /
            reachedWaiting)
      if (zone.nearMetres < nearMetres) demand.nearVehicles[lane]! += vehicles * part
      if (zone.own && zone.nearMetres === 0 && stopped > 0) demand.standing[lane] = 1
      const moving = vehicles - stopped
      const spacing = (zone.farMetres - zone.nearMetres) / moving
      for (let vehicle = 0; vehicle < moving; vehicle++) {
        const metres = zone.nearMetres + (vehicle + 0.5) * spacing
        const seconds = arrivalSeconds(metres, speed, zone.speedLimit, parameters.accelerationMetresPerSecond2)
        addArrival(demand, lane, seconds, part)
      }
    }
  }
}

/** Adds a vehicle, or a part of one, that reaches the stop line after `seconds`; beyond the horizon it is left out. */
export function addArrival(demand: Demand, lane: number, seconds: number, vehicles: number): void {
  const k = Math.max(0, Math.floor(seconds))
  if (k < demand.horizon) demand.arrivals[lane * demand.horizon + k]! += vehicles
}

/** From the end of sight on, vehicles arrive at the long-run flow, less what comes from neighbours. */
export function addUnseenArrivals(
  demand: Demand,
  model: IntersectionModel,
  flows: Flows,
  approach: number,
  neighbourFlow: number
): void {
  const lanes = model.approachLanes[approach]!
  let total = 0
  for (const lane of lanes) total += flows.laneFlow[lane]!
  const unexplained = Math.max(0, 1 - neighbourFlow / Math.max(total, 1e-6))
  for (const lane of lanes) {
    const from = Math.ceil(demand.sightMetres[lane]! / model.laneSpeedLimit[lane]!)
    const rate = flows.laneFlow[lane]! * unexplained
    if (rate <= 0) continue
    for (let k = from; k < demand.horizon; k++) demand.arrivals[lane * demand.horizon + k]! += rate
  }
}

/**
 * Moves the demand `seconds` ahead under the lanes' present service, so that a plan made from late readings starts
 * from the state at the moment of its execution.
 *
 * @param service vehicles per second that each lane discharges meanwhile.
 */
export function advanceDemand(demand: Demand, seconds: number, service: Float64Array): void {
  const { horizon, arrivals, queue } = demand
  const shift = Math.min(seconds, horizon)
  if (shift <= 0) return
  for (let lane = 0; lane < queue.length; lane++) {
    const base = lane * horizon
    for (let k = 0; k < shift; k++) queue[lane] = Math.max(0, queue[lane]! + arrivals[base + k]! - service[lane]!)
    arrivals.copyWithin(base, base + shift, base + horizon)
    arrivals.fill(arrivals[base + horizon - shift - 1] ?? 0, base + horizon - shift, base + horizon)
  }
}
