import { type Corridor, isGreen, type SignalState } from '@selaras/shared'
import type { Demand } from './demand.ts'
import { createRandom } from './random.ts'

/** Discharge of a queue: one vehicle every two seconds and lane (HCM: 1800 veh/h), the first a second later. */
export const saturationHeadwaySeconds = 2
const startUpLossSeconds = 1
/** A standing vehicle with the gap to the next, m. */
export const spacingMetres = 7
/** A permissive turn finds a gap half as often. */
const permissiveHeadwaySeconds = 4

export interface TwinVehicle {
  /** Its own choices at every junction: the same whatever the signals do to the others. */
  readonly random: () => number
  movement: number
  /** To the stop line, m. */
  metres: number
  speedMetresPerSecond: number
  enteredAtSecond: number
  /** Time that the way so far would have taken without any signal, s. */
  freeFlowSeconds: number
}

export interface TwinLane {
  readonly laneId: string
  readonly intersection: number
  readonly lengthMetres: number
  readonly speedLimit: number
  /** First is next to the stop line. */
  readonly vehicles: TwinVehicle[]
  /** Vehicles from outside that have no room to enter. */
  readonly waiting: TwinVehicle[]
  mayCrossAtSecond: number
  greenBefore: boolean
  /** Crossings in the last second, by movement. */
  readonly crossings: Map<number, number>
}

export interface TwinMeasures {
  /** Vehicles that have entered or wait to enter since the measurement began. */
  readonly vehicles: number
  readonly left: number
  /** Mean over them of the time beyond free flow, s. */
  readonly meanDelaySeconds: number
  readonly inside: number
}

interface TwinMovement {
  readonly movementId: string
  readonly phase: number
  readonly lanes: readonly number[]
  readonly nextApproach: string | undefined
}

/**
 * Traffic of one corridor, second by second: per lane a file of vehicles that keep their distance, cross on green at
 * saturation flow, travel along the links, and wait where the road ahead is full. The same seed gives the same
 * traffic; signals only move it.
 */
export class Twin {
  readonly lanes: TwinLane[] = []
  readonly movements: TwinMovement[] = []
  second = 0
  readonly #demand: { readonly approach: string; readonly perSecond: number }[] = []
  readonly #shares = new Map<string, { readonly movement: number; readonly share: number }[]>()
  readonly #seed: number
  readonly #random: () => number
  #arrivals = 0
  readonly #intersectionIds: readonly string[]
  #measuredFrom = 0
  #entered = 0
  #left = 0
  #lostSeconds = 0

  constructor(corridor: Corridor, demand: Demand, seed: number) {
    this.#seed = seed
    this.#random = createRandom(seed)
    this.#intersectionIds = corridor.intersections.map(({ intersectionId }) => intersectionId)
    const laneIndex = new Map<string, number>()
    for (const [intersection, { intersectionId, approaches }] of corridor.intersections.entries()) {
      for (const { laneId, lengthMetres, speedLimitMetresPerSecond } of approaches.flatMap(({ lanes }) => lanes)) {
        laneIndex.set(`${intersectionId}/${laneId}`, this.lanes.length)
        this.lanes.push({
          laneId,
          intersection,
          lengthMetres,
          speedLimit: speedLimitMetresPerSecond,
          vehicles: [],
          waiting: [],
          mayCrossAtSecond: 0,
          greenBefore: false,
          crossings: new Map()
        })
      }
    }
    const links = new Map(corridor.links.map(link => [link.linkId, `${link.toIntersectionId}/${link.toApproachId}`]))
    for (const { intersectionId, movements } of corridor.intersections) {
      for (const { movementId, approachId, phase, laneIds, linkId } of movements) {
        const lanes = laneIds.map(laneId => laneIndex.get(`${intersectionId}/${laneId}`)!)
        const approach = `${intersectionId}/${approachId}`
        const entry = demand.find(other => `${other.intersectionId}/${other.approachId}` === approach)
        const shares = this.#shares.get(approach) ?? []
        shares.push({ movement: this.movements.length, share: entry?.turningShares[movementId] ?? 0 })
        this.#shares.set(approach, shares)
        this.movements.push({ movementId, phase, lanes, nextApproach: links.get(linkId ?? '') })
      }
    }
    for (const { intersectionId, approachId, vehiclesPerHour } of demand) {
      if (vehiclesPerHour > 0) {
        this.#demand.push({ approach: `${intersectionId}/${approachId}`, perSecond: vehiclesPerHour / 3600 })
      }
    }
  }

  /** Begins to measure: what happened before counts no more. */
  measureFromNow(): void {
    this.#measuredFrom = this.second
    this.#entered = 0
    this.#left = 0
    this.#lostSeconds = 0
  }

  /** Advances one second under what the signals show. */
  step(signals: Readonly<Record<string, SignalState>>): void {
    this.second += 1
    for (const { approach, perSecond } of this.#demand) {
      for (let arrivals = poisson(perSecond, this.#random); arrivals > 0; arrivals--) this.#arrive(approach)
    }
    const green = this.#intersectionIds.map(id => {
      const phases = signals[id]?.phases ?? []
      return new Map(phases.map(({ phase, display }) => [phase, display] as const))
    })
    for (const lane of this.lanes) this.#moveLane(lane, green[lane.intersection]!)
    for (const lane of this.lanes) this.#admit(lane)
  }

  get measures(): TwinMeasures {
    let inside = 0
    let lost = this.#lostSeconds
    for (const { vehicles, waiting, speedLimit, lengthMetres } of this.lanes) {
      inside += vehicles.length + waiting.length
      for (const vehicle of [...vehicles, ...waiting]) {
        if (vehicle.enteredAtSecond < this.#measuredFrom) continue
        const driven = vehicle.freeFlowSeconds + (lengthMetres - Math.min(lengthMetres, vehicle.metres)) / speedLimit
        lost += Math.max(0, this.second - vehicle.enteredAtSecond - driven)
      }
    }
    const vehicles = this.#entered
    return { vehicles, left: this.#left, inside, meanDelaySeconds: vehicles === 0 ? 0 : lost / vehicles }
  }

  #arrive(approach: string): void {
    this.#entered += 1
    this.#arrivals += 1
    const random = createRandom(Math.imul(this.#seed + 1, 0x9e3779b1) ^ this.#arrivals)
    const movement = this.#chooseMovement(approach, random)
    const lane = this.#shortestLane(movement)
    lane.waiting.push({
      random,
      movement,
      metres: lane.lengthMetres,
      speedMetresPerSecond: lane.speedLimit,
      enteredAtSecond: this.second,
      freeFlowSeconds: 0
    })
  }

  #chooseMovement(approach: string, random: () => number): number {
    const shares = this.#shares.get(approach) ?? []
    let left = random() * shares.reduce((sum, { share }) => sum + share, 0)
    for (const { movement, share } of shares) {
      left -= share
      if (left < 0) return movement
    }
    return shares[0]?.movement ?? 0
  }

  #shortestLane(movement: number): TwinLane {
    const lanes = this.movements[movement]!.lanes.map(index => this.lanes[index]!)
    return lanes.reduce((best, lane) =>
      lane.vehicles.length + lane.waiting.length < best.vehicles.length + best.waiting.length ? lane : best
    )
  }

  #moveLane(lane: TwinLane, displays: ReadonlyMap<number, string>): void {
    lane.crossings.clear()
    const head = lane.vehicles[0]
    const display = head === undefined ? undefined : displays.get(this.movements[head.movement]!.phase)
    const green = isGreen(display)
    if (green && !lane.greenBefore)
      lane.mayCrossAtSecond = Math.max(lane.mayCrossAtSecond, this.second + startUpLossSeconds)
    lane.greenBefore = green
    let limit = 0
    for (const [index, vehicle] of lane.vehicles.entries()) {
      const reach = vehicle.metres - lane.speedLimit
      if (index === 0 && reach <= 0 && green && this.second >= lane.mayCrossAtSecond && this.#leave(lane, vehicle)) {
        const headway = display === 'permissive' ? permissiveHeadwaySeconds : saturationHeadwaySeconds
        lane.mayCrossAtSecond = this.second + headway
        continue
      }
      const before = vehicle.metres
      vehicle.metres = Math.min(vehicle.metres, Math.max(limit, reach))
      vehicle.speedMetresPerSecond = before - vehicle.metres
      limit = vehicle.metres + spacingMetres
    }
    if (lane.crossings.size > 0) lane.vehicles.shift()
  }

  /** The head of a lane crosses the stop line, if the road behind the junction has room. */
  #leave(lane: TwinLane, vehicle: TwinVehicle): boolean {
    const { movement } = vehicle
    const { nextApproach } = this.movements[movement]!
    const freeFlowSeconds = vehicle.freeFlowSeconds + lane.lengthMetres / lane.speedLimit
    if (nextApproach === undefined) {
      if (vehicle.enteredAtSecond >= this.#measuredFrom) {
        this.#left += 1
        this.#lostSeconds += Math.max(0, this.second - vehicle.enteredAtSecond - freeFlowSeconds)
      }
    } else {
      const next = this.#chooseMovement(nextApproach, vehicle.random)
      const target = this.#shortestLane(next)
      if (!hasRoom(target)) return false
      target.vehicles.push({ ...vehicle, movement: next, metres: target.lengthMetres, freeFlowSeconds })
    }
    lane.crossings.set(movement, (lane.crossings.get(movement) ?? 0) + 1)
    return true
  }

  #admit(lane: TwinLane): void {
    const vehicle = lane.waiting[0]
    if (vehicle === undefined || !hasRoom(lane)) return
    lane.waiting.shift()
    lane.vehicles.push(vehicle)
  }
}

const hasRoom = ({ vehicles, lengthMetres }: TwinLane): boolean =>
  (vehicles.at(-1)?.metres ?? 0) + spacingMetres <= lengthMetres

/** Number of arrivals in a second at this mean (Knuth). */
function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean)
  let product = random()
  let count = 0
  while (product > limit) {
    count += 1
    product *= random()
  }
  return count
}
