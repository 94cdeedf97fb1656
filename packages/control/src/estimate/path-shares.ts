import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { Flows } from './flows.ts'
import type { Readings } from './readings.ts'

/**
 * Which share of the vehicles on a feeder road comes to this signal; the others turn off before.
 *
 * Flow past a zone is density times speed. What crosses the stop lines that the zone can reach, divided by what
 * flows past all zones at the same distance, is the share, bounded to [lowestShare, 1].
 */
export interface PathShares {
  /** By position in `model.zones`. */
  readonly share: Float64Array
  readonly zoneFlow: Float64Array
  readonly peers: readonly (readonly number[])[]
  observedSeconds: number
}

export const lowestShare = 0.2
const settledSeconds = 120

export function createPathShares({ zones }: IntersectionModel): PathShares {
  return {
    share: new Float64Array(zones.length).fill(1),
    zoneFlow: new Float64Array(zones.length),
    peers: zones.map(({ approach, nearMetres, farMetres }) => {
      const middle = (nearMetres + farMetres) / 2
      return zones.flatMap((zone, index) =>
        zone.approach === approach && zone.nearMetres <= middle && middle < zone.farMetres ? index : []
      )
    }),
    observedSeconds: 0
  }
}

export function learnPathShares(
  paths: PathShares,
  model: IntersectionModel,
  readings: Readings,
  flows: Flows,
  seconds: number,
  parameters: PlannerParameters
): void {
  paths.observedSeconds += seconds
  const memory = Math.min(parameters.arrivalMemorySeconds, 60 + paths.observedSeconds)
  const step = Math.min(1, seconds / memory)
  for (const [index, { detector, nearMetres, farMetres }] of model.zones.entries()) {
    const vehicles = readings.vehicles[detector]!
    if (Number.isNaN(vehicles)) continue
    const moving = vehicles - (readings.stopped[detector]! || 0)
    const flow = moving > 0 ? (moving * (readings.speed[detector]! || 0)) / (farMetres - nearMetres) : 0
    paths.zoneFlow[index]! += step * (flow - paths.zoneFlow[index]!)
  }
  if (paths.observedSeconds < settledSeconds) return
  for (const [index, zone] of model.zones.entries()) {
    if (zone.own) continue
    let passing = 0
    const reached = new Set<number>()
    for (const peer of paths.peers[index]!) {
      passing += paths.zoneFlow[peer]!
      for (const lane of model.zones[peer]!.lanes) reached.add(lane)
    }
    let crossing = 0
    for (const lane of reached) crossing += flows.laneFlow[lane]!
    paths.share[index] = passing > 0.005 ? Math.min(1, Math.max(lowestShare, crossing / passing)) : 1
  }
}
