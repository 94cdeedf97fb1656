import type { IntersectionModel } from '@selaras/control'
import type { IntersectionView } from './intersection-view.ts'

/**
 * Goes through the vehicles that the zones see, spread over the movements that they may be bound for: by the flow of
 * the lanes that the zone leads to, and by the turning shares of each lane.
 *
 * @param take receives the movement, how many vehicles, the zone's approach and its middle, m from the stop line.
 */
export function eachSeen(
  view: IntersectionView,
  take: (movement: number, vehicles: number, approach: number, metres: number) => void
): void {
  const { model, flow, shares } = view
  for (const [index, { lanes, approach, nearMetres, farMetres }] of model.zones.entries()) {
    const vehicles = view.zoneVehicles(index)
    if (!(vehicles > 0)) continue
    const total = lanes.reduce((sum, lane) => sum + flow[lane]!, 0)
    for (const lane of lanes) {
      for (const [position, movement] of model.laneMovements[lane]!.entries()) {
        const bound = ((vehicles * flow[lane]!) / total) * shares[lane]![position]!
        take(movement, bound, approach, (nearMetres + farMetres) / 2)
      }
    }
  }
}

/** Vehicles seen on the way to the stop line, by movement. */
export function vehiclesByMovement(view: IntersectionView): Float64Array {
  const vehicles = new Float64Array(view.model.movements.length)
  eachSeen(view, (movement, bound) => {
    vehicles[movement]! += bound
  })
  return vehicles
}

/** Distance up to which each approach is seen, m. */
export const sightsOf = (model: IntersectionModel): number[] =>
  model.approachIds.map((_, approach) =>
    Math.max(1, ...model.zones.filter(zone => zone.approach === approach).map(({ farMetres }) => farMetres))
  )
