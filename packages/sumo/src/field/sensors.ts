import type { DetectorReading } from '@selaras/shared'
import type { SumoDetector } from '../sumo-network.ts'
import type { VehicleUpdate } from '../traci/client.ts'

/** Slower vehicles count as stopped, m/s. */
const stoppedBelow = 1.5
/** Length of a loop along the lane, and of a vehicle, m. */
const loopMetres = 4
const vehicleMetres = 5

/** What happened on the roads in the last second, arranged for lookup. */
export interface RoadView {
  /** Lane → vehicles on it. */
  readonly onLane: ReadonlyMap<string, readonly VehicleUpdate[]>
  /** Lane → vehicles that were on it one second ago. */
  readonly wasOnLane: ReadonlyMap<string, readonly VehicleUpdate[]>
  /** Lane → edge entered next → vehicles that left the lane for it. */
  readonly left: ReadonlyMap<string, ReadonlyMap<string, number>>
}

export const edgeOf = (lane: string): string => lane.slice(0, lane.lastIndexOf('_'))

/** Arranges the vehicles after a step; `arrived` are those that left the network in it. */
export function viewRoads(vehicles: Iterable<VehicleUpdate>, arrived: readonly VehicleUpdate[]): RoadView {
  const onLane = new Map<string, VehicleUpdate[]>()
  const wasOnLane = new Map<string, VehicleUpdate[]>()
  const left = new Map<string, Map<string, number>>()
  for (const vehicle of vehicles) {
    if (vehicle.lane === '') continue
    addTo(onLane, vehicle.lane, vehicle)
    if (vehicle.previousLane !== '') addTo(wasOnLane, vehicle.previousLane, vehicle)
    const end = vehicle.lane.startsWith(':') ? undefined : edgeOf(vehicle.lane)
    noteJourney(left, vehicle, end)
  }
  for (const vehicle of arrived) noteJourney(left, vehicle, vehicle.edges.at(-1))
  return { onLane, wasOnLane, left }
}

function addTo(lanes: Map<string, VehicleUpdate[]>, lane: string, vehicle: VehicleUpdate): void {
  const others = lanes.get(lane)
  if (others === undefined) lanes.set(lane, [vehicle])
  else others.push(vehicle)
}

/** Notes the edges that a vehicle left in the step: a fast one passes short edges within one. */
function noteJourney(left: Map<string, Map<string, number>>, vehicle: VehicleUpdate, end: string | undefined): void {
  const { edges, previousLane } = vehicle
  if (previousLane === '' || previousLane === vehicle.lane || previousLane.startsWith(':')) return
  const edge = edgeOf(previousLane)
  if (edge === end) return
  const start = edges.indexOf(edge)
  noteLeaving(left, previousLane, edges[start + 1])
  const last = end === undefined ? start + 1 : edges.indexOf(end, start + 1)
  for (let passed = start + 1; passed < last; passed++) noteLeaving(left, `${edges[passed]}_*`, edges[passed + 1])
}

function noteLeaving(left: Map<string, Map<string, number>>, lane: string, to: string | undefined): void {
  if (to === undefined) return
  let counts = left.get(lane)
  if (counts === undefined) {
    counts = new Map()
    left.set(lane, counts)
  }
  counts.set(to, (counts.get(to) ?? 0) + 1)
}

/** Reading of one detector. */
export function readDetector(detector: SumoDetector, view: RoadView): DetectorReading {
  const { detectorId } = detector
  switch (detector.kind) {
    case 'zone':
      return presence(
        detectorId,
        detector.segments.flatMap(({ lane, fromMetres, toMetres }) =>
          (view.onLane.get(lane) ?? []).filter(
            ({ positionMetres }) => positionMetres > fromMetres && positionMetres <= toMetres
          )
        )
      )
    case 'box':
      return presence(
        detectorId,
        detector.internalLanes.flatMap(lane => view.onLane.get(lane) ?? [])
      )
    case 'stopLine':
      return {
        detectorId,
        vehicles: crossings(detector.lane, detector.toEdges, view),
        occupancyRatio: occupancy(detector.lane, detector.positionMetres - loopMetres, view)
      }
    case 'advance':
      return {
        detectorId,
        vehicles: passages(detector.lane, detector.positionMetres, view),
        occupancyRatio: occupancy(detector.lane, detector.positionMetres, view)
      }
  }
}

function presence(detectorId: string, vehicles: readonly VehicleUpdate[]): DetectorReading {
  let stoppedVehicles = 0
  let speeds = 0
  for (const { speedMetresPerSecond } of vehicles) {
    if (speedMetresPerSecond < stoppedBelow) stoppedVehicles += 1
    else speeds += speedMetresPerSecond
  }
  const moving = vehicles.length - stoppedVehicles
  const meanSpeedMetresPerSecond = moving === 0 ? null : speeds / moving
  return { detectorId, vehicles: vehicles.length, stoppedVehicles, meanSpeedMetresPerSecond }
}

/** A vehicle that jumped over the whole edge is counted on the lane numbered 0, so that it is counted once. */
function crossings(lane: string, toEdges: readonly string[], view: RoadView): number {
  const counts = [view.left.get(lane), lane.endsWith('_0') ? view.left.get(`${edgeOf(lane)}_*`) : undefined]
  let sum = 0
  for (const count of counts) for (const edge of toEdges) sum += count?.get(edge) ?? 0
  return sum
}

/** Share of the last second in which a vehicle covered the loop that begins at `fromMetres`, from where vehicles were and are. */
function occupancy(lane: string, fromMetres: number, view: RoadView): number {
  const covers = (front: number) => front > fromMetres && front - vehicleMetres < fromMetres + loopMetres
  const before = (view.wasOnLane.get(lane) ?? []).some(({ previousMetres }) => covers(previousMetres))
  const now = (view.onLane.get(lane) ?? []).some(({ positionMetres }) => covers(positionMetres))
  return ((before ? 1 : 0) + (now ? 1 : 0)) / 2
}

/** SUMO moves a vehicle before it changes lanes, so it passes on the lane where it was if that is on the same edge. */
function passages(lane: string, positionMetres: number, view: RoadView): number {
  const edge = edgeOf(lane)
  let sum = 0
  for (const vehicle of view.wasOnLane.get(lane) ?? []) {
    const isPast = edgeOf(vehicle.lane) !== edge || vehicle.positionMetres > positionMetres
    if (vehicle.previousMetres <= positionMetres && isPast) sum += 1
  }
  for (const { previousLane, positionMetres: now } of view.onLane.get(lane) ?? []) {
    if (previousLane !== '' && edgeOf(previousLane) !== edge && now > positionMetres) sum += 1
  }
  return sum
}
