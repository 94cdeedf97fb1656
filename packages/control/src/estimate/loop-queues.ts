import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import { type Flows, priorFlow } from './flows.ts'
import { arrivalSeconds } from './kinematics.ts'
import type { Readings } from './readings.ts'

/**
 * Vehicles of each lane as its loops know them: every actuation of the advance loop becomes a virtual vehicle that
 * travels to the stop line and waits there until the stop-line loop counts it out.
 *
 * Counts drift, by missed vehicles and by those that change lanes behind the advance loop. What a loop shows corrects
 * them: nobody stands on the stop-line loop, so nobody waits; somebody does, so one at least; the advance loop is
 * covered, so the queue reaches it; nobody crosses at green, so nobody is left. Upstream of the advance loop a queue
 * grows with the long-run flow.
 */
export interface LoopQueues {
  /** Vehicles between the loops that have reached the queue or the stop line, by lane. */
  readonly queued: Float64Array
  /** Vehicles of the queue that stand upstream of the advance loop; of the stop line, where no advance loop reports. */
  readonly beyond: Float64Array
  /** Vehicles on their way, by the second of their arrival: [lane × ringSeconds + second % ringSeconds]. */
  readonly moving: Float64Array
  /** Distance of the advance loop, m; 0 where none reports. */
  readonly advanceMetres: Float64Array
  /** Seconds for which the loops have been covered, and free, without a break. */
  readonly stopLine: Coverage
  readonly advance: Coverage
  /** Long-run flow past the advance loop and past the stop line, vehicles per second: they differ by lane changes between. */
  readonly advanceFlow: Float64Array
  readonly stopLineFlow: Float64Array
  /** Seconds since a vehicle reached the queue, and since one passed the advance loop. */
  readonly sinceArrival: Float64Array
  readonly sinceAdvance: Float64Array
  /** Absolute second up to which arrivals have joined the queue; -1 before the first. */
  second: number
}

interface Coverage {
  /** Share of the last interval by lane; NaN where no loop says. */
  readonly occupancy: Float64Array
  readonly coveredSeconds: Float64Array
  readonly freeSeconds: Float64Array
}

/** Longer than any travel from an advance loop. */
export const ringSeconds = 128
/** A loop covered for this share of the interval has a standing vehicle on it. */
const coveredShare = 0.9
/** What a loop has shown for so long is believed, s. */
export const settledSeconds = 2
/** A queue that discharges leaves no such gap, s. */
const queueGapSeconds = 4
/** The same where the first vehicle may wait for a gap or for another stage, s. */
const waitingGapSeconds = 12

/** Memory of the flows past both loops, s. */
const flowMemorySeconds = 480
/** At least this share of those that pass the advance loop is taken to stay on the lane. */
const leastStaying = 0.3
/** A queue that no loop sees grows at least this fast, vehicles per second: no lane is forgotten. */
const leastFlow = 0.03

export function createLoopQueues({ laneCount }: IntersectionModel): LoopQueues {
  const zeros = () => new Float64Array(laneCount)
  const coverage = () => ({ occupancy: zeros(), coveredSeconds: zeros(), freeSeconds: zeros() })
  return {
    queued: zeros(),
    beyond: zeros(),
    moving: new Float64Array(laneCount * ringSeconds),
    advanceMetres: zeros(),
    stopLine: coverage(),
    advance: coverage(),
    advanceFlow: zeros().fill(priorFlow),
    stopLineFlow: zeros().fill(priorFlow),
    sinceArrival: zeros(),
    sinceAdvance: zeros(),
    second: -1
  }
}

export interface LoopObservation {
  /** Running stage while it is green, else -1. */
  readonly stage: number
  readonly greenSeconds: number
  readonly intervalSeconds: number
  /** What the model expected of each lane, vehicles per second: the crossings of a stop line that does not report. */
  readonly expectedRate: Float64Array
}

/** Takes one interval of counts and occupancies. */
export function learnLoopQueues(
  loops: LoopQueues,
  model: IntersectionModel,
  readings: Readings,
  flows: Flows,
  observation: LoopObservation,
  parameters: PlannerParameters
): void {
  const { laneCount } = model
  const { intervalSeconds } = observation
  const second = Math.floor(readings.atMs / 1000)
  takeCoverage(loops.stopLine, laneCount, readings, model.stopLines, intervalSeconds)
  takeCoverage(loops.advance, laneCount, readings, model.advances, intervalSeconds)
  joinQueues(loops, laneCount, second, intervalSeconds)
  countIn(loops, model, readings, flows, second, observation, parameters)
  for (let lane = 0; lane < laneCount; lane++) {
    const modelled = observation.stage < 0 ? 0 : observation.expectedRate[lane]! * intervalSeconds
    countOut(loops, lane, second, flows.known[lane] === 1 ? flows.crossings[lane]! : modelled)
    const room = loops.advanceMetres[lane]! / parameters.vehicleSpacingMetres
    correct(loops, model, flows, lane, room, observation)
  }
}

/** Vehicles that reach the stop line `k` seconds after the last interval. */
export const movingAt = ({ moving, second }: LoopQueues, lane: number, k: number): number =>
  moving[lane * ringSeconds + ((second + 1 + k) % ringSeconds)]!

function takeCoverage(
  { occupancy, coveredSeconds, freeSeconds }: Coverage,
  laneCount: number,
  readings: Readings,
  detectors: readonly { readonly detector: number; readonly lane: number }[],
  seconds: number
): void {
  occupancy.fill(Number.NaN)
  for (const { detector, lane } of detectors) {
    const share = readings.occupancy[detector]!
    if (!Number.isNaN(share)) occupancy[lane] = Math.max(occupancy[lane]! || 0, share)
  }
  for (let lane = 0; lane < laneCount; lane++) {
    coveredSeconds[lane] = occupancy[lane]! >= coveredShare ? coveredSeconds[lane]! + seconds : 0
    freeSeconds[lane] = occupancy[lane] === 0 ? freeSeconds[lane]! + seconds : 0
  }
}

function joinQueues(loops: LoopQueues, laneCount: number, second: number, seconds: number): void {
  const { moving, queued, sinceArrival } = loops
  const from = loops.second < 0 ? second : Math.max(loops.second + 1, second - ringSeconds + 1)
  for (let lane = 0; lane < laneCount; lane++) {
    let joining = 0
    for (let due = from; due <= second; due++) {
      const slot = lane * ringSeconds + (due % ringSeconds)
      joining += moving[slot]!
      moving[slot] = 0
    }
    queued[lane]! += joining
    sinceArrival[lane] = joining > 0 ? 0 : sinceArrival[lane]! + seconds
  }
  loops.second = second
}

function countIn(
  loops: LoopQueues,
  model: IntersectionModel,
  readings: Readings,
  flows: Flows,
  second: number,
  { intervalSeconds }: LoopObservation,
  { accelerationMetresPerSecond2 }: PlannerParameters
): void {
  loops.advanceMetres.fill(0)
  for (const { detector, lane, metres } of model.advances) {
    const vehicles = readings.vehicles[detector]!
    if (Number.isNaN(vehicles)) continue
    loops.advanceMetres[lane] = metres
    loops.sinceAdvance[lane] = vehicles > 0 ? 0 : loops.sinceAdvance[lane]! + intervalSeconds
    const learn = Math.min(1, intervalSeconds / flowMemorySeconds)
    loops.advanceFlow[lane]! += (vehicles / intervalSeconds - loops.advanceFlow[lane]!) * learn
    if (flows.known[lane] === 1) {
      loops.stopLineFlow[lane]! += (flows.crossings[lane]! / intervalSeconds - loops.stopLineFlow[lane]!) * learn
    }
    // Some leave the lane behind the loop, others enter it there: as many as the long-run flows differ by.
    const staying = Math.max(leastStaying, Math.min(1, loops.stopLineFlow[lane]! / loops.advanceFlow[lane]!))
    loops.queued[lane]! += Math.max(0, loops.stopLineFlow[lane]! - loops.advanceFlow[lane]!) * intervalSeconds
    if (vehicles === 0) continue
    const limit = model.laneSpeedLimit[lane]!
    const speed = readings.speed[detector]! || limit
    const travel = arrivalSeconds(metres, speed, limit, accelerationMetresPerSecond2) - intervalSeconds / 2
    const due = second + Math.max(1, Math.min(ringSeconds - 2, Math.round(travel)))
    loops.moving[lane * ringSeconds + (due % ringSeconds)]! += vehicles * staying
    loops.beyond[lane] = Math.max(0, loops.beyond[lane]! - vehicles)
  }
  for (let lane = 0; lane < model.laneCount; lane++) {
    // While a queue reaches past the advance loop, or there is none, what comes is known by its flow alone.
    if (loops.advanceMetres[lane] === 0 || loops.beyond[lane]! > 0) {
      loops.beyond[lane]! += Math.max(leastFlow, flows.laneFlow[lane]!) * intervalSeconds
    }
  }
}

/** Those that crossed waited longest; more than waited came earlier than expected. */
function countOut(loops: LoopQueues, lane: number, second: number, crossed: number): void {
  const { queued, moving, beyond } = loops
  let left = crossed
  const waited = Math.min(queued[lane]!, left)
  queued[lane]! -= waited
  left -= waited
  for (let k = 1; k < ringSeconds - 1 && left > 0; k++) {
    const slot = lane * ringSeconds + ((second + k) % ringSeconds)
    const early = Math.min(moving[slot]!, left)
    moving[slot]! -= early
    left -= early
  }
  if (left > 0 && loops.advanceMetres[lane] === 0) beyond[lane] = Math.max(0, beyond[lane]! - left)
}

function correct(
  loops: LoopQueues,
  model: IntersectionModel,
  flows: Flows,
  lane: number,
  room: number,
  { stage, greenSeconds }: LoopObservation
): void {
  const { queued, beyond, stopLine, advance, sinceArrival, sinceAdvance } = loops
  const hasAdvance = loops.advanceMetres[lane]! > 0
  if (hasAdvance) {
    const says = !Number.isNaN(advance.occupancy[lane]!)
    const reached = says ? advance.coveredSeconds[lane]! >= settledSeconds : queued[lane]! >= room - 0.7
    if (reached) {
      queued[lane] = Math.max(room, Math.min(queued[lane]!, room + 1))
      if (beyond[lane] === 0) beyond[lane] = flows.laneFlow[lane]!
    } else if (
      says
        ? advance.freeSeconds[lane]! >= queueGapSeconds
        : sinceAdvance[lane]! >= queueGapSeconds && queued[lane]! < room - 1
    ) {
      beyond[lane] = 0
    }
    queued[lane] = Math.min(queued[lane]!, room + 1)
  }
  if (stopLine.coveredSeconds[lane]! >= settledSeconds) {
    queued[lane] = Math.max(1, queued[lane]!)
    return
  }
  const isGreen = stage >= 0 && model.laneGreen[stage]![lane] === 1
  const gap = isGreen ? queueGapSeconds : settledSeconds
  if (stopLine.freeSeconds[lane]! >= gap && sinceArrival[lane]! >= settledSeconds) {
    queued[lane] = 0
    if (!hasAdvance) beyond[lane] = 0
    return
  }
  if (!Number.isNaN(stopLine.occupancy[lane]!) || flows.known[lane] === 0 || !isGreen) return
  const longest = model.laneWaits[stage * model.laneCount + lane] === 1 ? waitingGapSeconds : queueGapSeconds
  const quiet = Math.min(greenSeconds, flows.sinceCrossing[lane]!, hasAdvance ? sinceArrival[lane]! : Infinity)
  if (quiet < longest) return
  queued[lane] = 0
  if (!hasAdvance) beyond[lane] = 0
}
