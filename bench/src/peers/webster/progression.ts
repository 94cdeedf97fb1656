import type { IntersectionModel, LinkModel } from '@selaras/control'
import { laneDelay } from './lane-delay.ts'
import type { LaneDemand } from './lane-demand.ts'
import { type CyclePlan, serviceOf } from './splits.ts'

/** Platoon dispersion by Robertson: share of the travel time, and smoothing. */
const platoonFront = 0.8
const dispersion = 0.35
const rounds = 2
const steps = [16, 5, 2, 1]

/**
 * Offsets of intersections that share a cycle, by coordinate descent on the delay of platoons that travel from signal to
 * signal, as TRANSYT does.
 *
 * @returns offset of each intersection, s, and the delay of all, vehicle-seconds per second.
 * @see Robertson, D. I. (1969), TRANSYT: a traffic network study tool, Road Research Laboratory report LR 253.
 */
export function findOffsets(
  models: readonly IntersectionModel[],
  links: ReadonlyMap<string, LinkModel>,
  demands: readonly LaneDemand[],
  plans: readonly CyclePlan[]
): { readonly offsets: readonly number[]; readonly delay: number } {
  const cycle = plans[0]!.cycleSeconds
  const services = models.map((model, index) => serviceOf(model, demands[index]!, plans[index]!))
  const offsets = models.map(() => 0)
  const delayOf = () => networkDelay(models, links, demands, services, offsets, cycle)
  let delay = delayOf()
  for (const step of steps) {
    for (let improved = true; improved; ) {
      improved = false
      for (const index of models.keys()) {
        for (const move of [step, -step]) {
          const before = offsets[index]!
          offsets[index] = (before + move + cycle) % cycle
          const changed = delayOf()
          if (changed < delay - 1e-6) {
            delay = changed
            improved = true
          } else offsets[index] = before
        }
      }
    }
  }
  return { offsets, delay }
}

function networkDelay(
  models: readonly IntersectionModel[],
  links: ReadonlyMap<string, LinkModel>,
  demands: readonly LaneDemand[],
  services: readonly (readonly Float64Array[])[],
  offsets: readonly number[],
  cycle: number
): number {
  let inflow = new Map<LinkModel, Float64Array>()
  let total = 0
  for (let round = 0; round < rounds; round++) {
    const outflow = new Map<LinkModel, Float64Array>()
    total = 0
    for (const [index, model] of models.entries()) {
      for (const [approach, lanes] of model.approachLanes.entries()) {
        const arriving = [...inflow].filter(([link]) => link.toIntersection === index && link.toApproach === approach)
        for (const lane of lanes) {
          const arrivals = arrivalsAt(demands[index]!, lanes, lane, arriving, cycle)
          const service = rotated(services[index]![lane]!, offsets[index]!)
          const departures = new Float64Array(cycle)
          total += laneDelay(arrivals, service, departures)
          release(model, links, demands[index]!, lane, departures, outflow)
        }
      }
    }
    inflow = new Map([...outflow].map(([link, profile]) => [link, disperse(profile, link.travelSeconds)]))
  }
  return total
}

/** What links bring, spread over the approach's lanes by their flow, and the rest evenly in time. */
function arrivalsAt(
  { flow }: LaneDemand,
  lanes: readonly number[],
  lane: number,
  arriving: readonly (readonly [LinkModel, Float64Array])[],
  cycle: number
): Float64Array {
  const wanted = lanes.reduce((sum, each) => sum + flow[each]!, 0)
  const arrivals = new Float64Array(cycle)
  if (wanted === 0) return arrivals
  let brought = 0
  for (const [, profile] of arriving) for (const vehicles of profile) brought += vehicles / cycle
  const share = (flow[lane]! / wanted) * Math.min(1, wanted / Math.max(1e-9, brought))
  for (const [, profile] of arriving) for (let t = 0; t < cycle; t++) arrivals[t]! += profile[t]! * share
  const rest = Math.max(0, flow[lane]! - (brought * flow[lane]!) / wanted)
  for (let t = 0; t < cycle; t++) arrivals[t]! += rest
  return arrivals
}

function release(
  model: IntersectionModel,
  links: ReadonlyMap<string, LinkModel>,
  { shares }: LaneDemand,
  lane: number,
  departures: Float64Array,
  outflow: Map<LinkModel, Float64Array>
): void {
  for (const [position, movement] of model.laneMovements[lane]!.entries()) {
    const link = links.get(model.movements[movement]!.linkId ?? '')
    if (link === undefined) continue
    const profile = outflow.get(link) ?? new Float64Array(departures.length)
    outflow.set(link, profile)
    for (let t = 0; t < departures.length; t++) profile[t]! += departures[t]! * shares[lane]![position]!
  }
}

function disperse(profile: Float64Array, travelSeconds: number): Float64Array {
  const cycle = profile.length
  const front = platoonFront * travelSeconds
  const smoothing = 1 / (1 + dispersion * front)
  const dispersed = new Float64Array(cycle)
  let last = profile.reduce((sum, vehicles) => sum + vehicles, 0) / cycle
  for (let t = 0; t < 3 * cycle; t++) {
    const from = (((t - Math.round(front)) % cycle) + cycle) % cycle
    last = smoothing * profile[from]! + (1 - smoothing) * last
    dispersed[t % cycle] = last
  }
  return dispersed
}

const rotated = (profile: Float64Array, seconds: number): Float64Array =>
  profile.map((_, t) => profile[(t - seconds + profile.length) % profile.length]!)
