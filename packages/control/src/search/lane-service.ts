import type { Flows } from '../estimate/flows.ts'
import type { QueueHead } from '../estimate/queue-head.ts'
import { type IntersectionModel, right } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'

/**
 * Discharge of every lane in every stage as the search sees it, vehicles per second.
 *
 * A lane is a queue of vehicles whose turns are unknown but for their shares. Three kinds matter in a stage: those that
 * run, those whose movement is stopped (the first of them blocks the lane), and those that turn across the opposing
 * stream (one waits in the box while that stream discharges, the next blocks the lane; afterwards they take gaps).
 *
 * Rows are the stages, and one more for the stage that runs now, of whose queues the head is known better.
 */
export interface LaneService {
  /** Vehicles that run or yield to nobody, [row × laneCount + lane]. */
  readonly free: Float64Array
  /** Share of turners across the opposing stream among the vehicles that are not stopped. */
  readonly turners: Float64Array
  /** Probability that the lane is not blocked after so many seconds, [(row × laneCount + lane) × seconds + second]. */
  readonly openWhenQuiet: Float64Array
  readonly openWhenBusy: Float64Array
  /** Rate of turners by opposing flow, in steps of 1/32 vehicle per second. */
  readonly turnRate: Float64Array
  /** What was learnt of the lane and its exits, as a factor of the turn rate. */
  readonly turnFactor: Float64Array
}

/** Time over which the opposing flow decides on gaps, s. */
export const gapViewSeconds = 5

/** Length of the tables, s; what comes later is like the last second. */
const serviceSeconds = 40
const flowSteps = 32

export function createLaneService(
  { laneCount, stageCount }: IntersectionModel,
  parameters: PlannerParameters
): LaneService {
  const size = (stageCount + 1) * laneCount
  const { criticalGapSeconds, followUpSeconds } = parameters
  return {
    free: new Float64Array(size),
    turners: new Float64Array(size),
    openWhenQuiet: new Float64Array(size * serviceSeconds).fill(1),
    openWhenBusy: new Float64Array(size * serviceSeconds).fill(1),
    turnFactor: new Float64Array(size).fill(1),
    // Siegloch's formula (1973) for the capacity of a stream that takes gaps in another.
    turnRate: Float64Array.from({ length: flowSteps + 1 }, (_, step) => {
      const flow = step / flowSteps
      return Math.exp(-flow * (criticalGapSeconds - followUpSeconds / 2)) / followUpSeconds
    })
  }
}

/** Rate of a lane at a second of its green, given how much of the time the opposing queue discharges, and its flow. */
export function laneRate(
  service: LaneService,
  index: number,
  second: number,
  busyShare: number,
  opposingFlow: number
): number {
  const rate = service.turners[index] === 0 ? 0 : gapRate(service, index, opposingFlow)
  return openRate(service, index, second, busyShare, rate)
}

/** Rate of a lane with turners while they take gaps in the opposing flow and nothing else blocks it. */
export function gapRate(
  { free, turners, turnRate, turnFactor }: LaneService,
  index: number,
  opposingFlow: number
): number {
  const full = free[index]!
  const share = turners[index]!
  const turn = turnFactor[index]! * turnRate[opposingFlow < 1 ? Math.floor(opposingFlow * flowSteps) : flowSteps]!
  return full > 0 && turn > 0 ? 1 / ((1 - share) / full + share / turn) : turn
}

/** The same as `laneRate` with the gap rate known; a lane without turners has none. */
export function openRate(
  { free, turners, openWhenQuiet, openWhenBusy }: LaneService,
  index: number,
  second: number,
  busyShare: number,
  rateInGaps: number
): number {
  const at = index * serviceSeconds + (second < serviceSeconds ? Math.floor(second) : serviceSeconds - 1)
  const full = free[index]!
  if (turners[index] === 0) return full * openWhenQuiet[at]!
  return busyShare * full * openWhenBusy[at]! + (1 - busyShare) * rateInGaps * openWhenQuiet[at]!
}

/** What the tables of one row are computed from. */
export interface RowInput {
  readonly row: number
  readonly stage: number
  readonly flows: Flows
  readonly head: QueueHead
  /** Green that is lost before vehicles move, s. */
  readonly startUpSeconds: number
  /** Turners that find room to wait in the box, by lane. */
  readonly boxRoom: Float64Array
  /** Rate of a running vehicle by lane, [lane]: saturation, exits and what was learnt. */
  readonly saturation: Float64Array
}

/** Computes one row of the tables. */
export function fillRow(
  service: LaneService,
  model: IntersectionModel,
  input: RowInput,
  parameters: PlannerParameters
): void {
  const { row, stage, flows, head, boxRoom, saturation } = input
  const { laneCount } = model
  const rights = model.rights[stage]!
  for (let lane = 0; lane < laneCount; lane++) {
    const index = row * laneCount + lane
    const own = model.laneMovements[lane]!
    const shares = flows.shares[lane]!
    const belief = head.belief[lane]!
    let stopped = 0
    let turning = 0
    let headStopped = 0
    let headTurning = 0
    let effort = 0
    let running = 0
    for (let position = 0; position < own.length; position++) {
      const movement = own[position]!
      const allowed = rights[movement]!
      if (allowed === right.stop) {
        stopped += shares[position]!
        headStopped += belief[position]!
      } else if (model.yieldsAcross[stage]![movement] === 1) {
        turning += shares[position]!
        headTurning += belief[position]!
      } else {
        running += shares[position]!
        effort += shares[position]! / freedomOf(allowed, parameters)
      }
    }
    const full = saturation[lane]!
    service.turnFactor[index] = full / model.laneSaturationFlow[lane]!
    if (model.laneGreen[stage]![lane] === 0) {
      // Turns after a stop: the head of the queue turns with probability `running`; a lane for them alone is free.
      service.free[index] = running < 0.05 ? 0 : full * parameters.stopThenProceedFactor * running * running
      service.turners[index] = 0
      fill(service.openWhenQuiet, index, 1)
      continue
    }
    service.free[index] = effort > 0 ? (full * running) / effort : full
    const moving = running + turning
    service.turners[index] = moving > 0 ? turning / moving : 0
    if (stopped < 0.01 && turning < 0.01) {
      service.turners[index] = 0
      fill(service.openWhenQuiet, index, 1)
      continue
    }
    open(service.openWhenQuiet, index, full, input.startUpSeconds, stopped, headStopped, 0, 0, 0)
    if (turning > 0) {
      open(
        service.openWhenBusy,
        index,
        full,
        input.startUpSeconds,
        stopped,
        headStopped,
        turning,
        headTurning,
        boxRoom[lane]!
      )
    }
  }
}

function freedomOf(allowed: number, parameters: PlannerParameters): number {
  if (allowed === right.protected) return 1
  return allowed === right.permissive ? parameters.permissiveFactor : parameters.stopThenProceedFactor
}

function fill(table: Float64Array, index: number, value: number): void {
  table.fill(value, index * serviceSeconds, (index + 1) * serviceSeconds)
}

/** Probability, second by second, that no vehicle has blocked the lane yet. */
function open(
  table: Float64Array,
  index: number,
  rate: number,
  startUpSeconds: number,
  stopped: number,
  headStopped: number,
  turning: number,
  headTurning: number,
  room: number
): void {
  const passing = Math.log(Math.max(1e-3, 1 - stopped))
  const straight = Math.log(Math.max(1e-3, 1 - turning))
  let followers = 0
  for (let second = 0; second < serviceSeconds; second++) {
    const unstopped = (1 - headStopped) * Math.exp(followers * passing)
    let unturned = 1
    if (turning > 0) {
      const none = Math.exp(followers * straight)
      const one =
        room > 0 ? Math.min(1 - none, followers * turning * Math.exp(Math.max(0, followers - 1) * straight)) : 0
      unturned = (1 - headTurning) * (none + one) + (room > 0 ? headTurning * none : 0)
    }
    const probability = unstopped * unturned
    table[index * serviceSeconds + second] = probability
    if (second + 1 > startUpSeconds) followers += rate * probability
  }
}
