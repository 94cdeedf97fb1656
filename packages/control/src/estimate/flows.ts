import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { Readings } from './readings.ts'

/** What the stop-line counts teach: departures by lane, arrival rates and turning shares. */
export interface Flows {
  /** Crossings of the stop line in the last interval, by lane. */
  readonly crossings: Float64Array
  /** Whether the lane's stop line reported in it. */
  readonly known: Uint8Array
  /** Long-run flow by lane, vehicles per second: exponentially weighted crossings. */
  readonly laneFlow: Float64Array
  /** Share of each movement among a lane's vehicles: [lane][position in laneMovements]. */
  readonly shares: readonly Float64Array[]
  /** Seconds since the last crossing, by lane. */
  readonly sinceCrossing: Float64Array
  observedSeconds: number
}

/** Flow of a lane of which nothing is known yet, vehicles per second. */
export const priorFlow = 0.05
/** No lane is taken to be without any traffic, vehicles per second: what is shared out by flow has to go somewhere. */
export const leastFlow = 1e-4

export function createFlows(model: IntersectionModel): Flows {
  return {
    crossings: new Float64Array(model.laneCount),
    known: new Uint8Array(model.laneCount),
    laneFlow: new Float64Array(model.laneCount).fill(priorFlow),
    shares: model.laneMovements.map(own => new Float64Array(own.length).fill(1 / Math.max(1, own.length))),
    sinceCrossing: new Float64Array(model.laneCount),
    observedSeconds: 0
  }
}

/** Learns from one interval of `seconds`. A stop line without data teaches nothing. */
export function learnFlows(
  flows: Flows,
  model: IntersectionModel,
  readings: Readings,
  seconds: number,
  parameters: PlannerParameters
): void {
  const { known } = flows
  flows.crossings.fill(0)
  known.fill(0)
  for (const { detector, lane, movements } of model.stopLines) {
    const vehicles = readings.vehicles[detector]!
    if (Number.isNaN(vehicles)) continue
    known[lane] = 1
    flows.crossings[lane]! += vehicles
    const only = movements.length === 1 ? model.laneMovements[lane]!.indexOf(movements[0]!) : -1
    if (only >= 0 && vehicles > 0) learnShare(flows.shares[lane]!, only, vehicles, parameters.turningShareWeight)
  }
  flows.observedSeconds += seconds
  // A mean at first, exponentially weighted once it is older than its memory.
  const memory = Math.min(parameters.arrivalMemorySeconds, 60 + flows.observedSeconds)
  for (let lane = 0; lane < model.laneCount; lane++) {
    if (known[lane] === 0) continue
    const crossings = flows.crossings[lane]!
    const change = (crossings / seconds - flows.laneFlow[lane]!) * Math.min(1, seconds / memory)
    flows.laneFlow[lane] = Math.max(leastFlow, flows.laneFlow[lane]! + change)
    flows.sinceCrossing[lane] = crossings > 0 ? 0 : flows.sinceCrossing[lane]! + seconds
  }
}

function learnShare(shares: Float64Array, position: number, vehicles: number, weight: number): void {
  const step = 1 - (1 - weight) ** vehicles
  for (let index = 0; index < shares.length; index++) {
    shares[index]! += step * ((index === position ? 1 : 0) - shares[index]!)
  }
}
