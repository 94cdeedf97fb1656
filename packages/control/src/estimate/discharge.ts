import { type IntersectionModel, right } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { Flows } from './flows.ts'

/**
 * Effective discharge of each lane in each stage, vehicles per second, learnt online.
 *
 * It holds everything that a nominal saturation flow does not: permissive turns that find no gap, shared lanes, exits
 * that are full. What is not observed returns to the prior, or a lane once blocked would never be served again.
 */
export interface Discharge {
  /** [stage × laneCount + lane]. */
  readonly rate: Float64Array
  /** Lanes that have green and a standing vehicle but do not discharge: 1 free … 0 blocked. */
  readonly flowing: Float64Array
}

const lowestRate = 0.03
const highestRate = 0.65
const nothing = 0.01

export function createDischarge(model: IntersectionModel): Discharge {
  return {
    rate: new Float64Array(model.stageCount * model.laneCount).fill(-1),
    flowing: new Float64Array(model.laneCount).fill(1)
  }
}

/** Rate of a lane in a stage by its turning shares alone: the harmonic mean over its movements (a blocked one blocks the lane). */
export function priorRate(
  model: IntersectionModel,
  flows: Flows,
  stage: number,
  lane: number,
  parameters: PlannerParameters
): number {
  if (model.laneGreen[stage]![lane] === 0) {
    return slowTurns(model, flows, stage, lane, parameters)
  }
  let secondsPerVehicle = 0
  const saturation = model.laneSaturationFlow[lane]!
  const own = model.laneMovements[lane]!
  for (let position = 0; position < own.length; position++) {
    const movement = own[position]!
    const share = flows.shares[lane]![position]!
    secondsPerVehicle += share / (saturation * freedom(model, stage, movement, parameters))
  }
  return secondsPerVehicle > 0 ? Math.min(saturation, 1 / secondsPerVehicle) : 0
}

function freedom(model: IntersectionModel, stage: number, movement: number, parameters: PlannerParameters): number {
  switch (model.rights[stage]![movement]) {
    case right.protected:
      return 1
    case right.permissive:
      return [model.crossingTurn, 'uTurn'].includes(model.movements[movement]!.turn)
        ? parameters.permissiveTurnFactor
        : parameters.permissiveFactor
    case right.stopThenProceed:
      return parameters.stopThenProceedFactor
    default:
      return nothing
  }
}

function slowTurns(
  model: IntersectionModel,
  flows: Flows,
  stage: number,
  lane: number,
  parameters: PlannerParameters
): number {
  const own = model.laneMovements[lane]!
  let share = 0
  for (let position = 0; position < own.length; position++) {
    if (model.rights[stage]![own[position]!] === right.stopThenProceed) share += flows.shares[lane]![position]!
  }
  // The head of the queue turns with probability `share`; a lane for this turn alone discharges fully.
  return share < 0.05 ? 0 : model.laneSaturationFlow[lane]! * parameters.stopThenProceedFactor * share * share
}

/** What the running stage shows in one interval, for learning. */
export interface DischargeObservation {
  /** Running stage while it is green, else -1. */
  readonly stage: number
  readonly greenSeconds: number
  readonly intervalSeconds: number
  /** Vehicles within sight of the stop line (about 30 m) and standing at it, by lane, before the interval. */
  readonly nearVehicles: Float64Array
  readonly standing: Uint8Array
}

export function learnDischarge(
  discharge: Discharge,
  model: IntersectionModel,
  flows: Flows,
  observation: DischargeObservation,
  parameters: PlannerParameters
): void {
  const { stage: running, greenSeconds, intervalSeconds } = observation
  const forget = Math.min(1, intervalSeconds / parameters.dischargeReturnSeconds)
  const learn = Math.min(1, intervalSeconds / parameters.dischargeMemorySeconds)
  for (let stage = 0; stage < model.stageCount; stage++) {
    for (let lane = 0; lane < model.laneCount; lane++) {
      const index = stage * model.laneCount + lane
      const prior = priorRate(model, flows, stage, lane, parameters)
      const rate = discharge.rate[index]!
      if (rate < 0) {
        discharge.rate[index] = prior
        continue
      }
      const observed =
        stage === running &&
        greenSeconds >= 3 &&
        observation.nearVehicles[lane]! >= 2 &&
        model.laneGreen[stage]![lane] === 1
      const crossed = Math.min(1, flows.crossings[lane]! / intervalSeconds)
      discharge.rate[index] = observed
        ? Math.min(highestRate, Math.max(lowestRate, rate + learn * (crossed - rate)))
        : rate + forget * (prior - rate)
    }
  }
  for (let lane = 0; lane < model.laneCount; lane++) {
    const stuck =
      running >= 0 &&
      model.laneGreen[running]![lane] === 1 &&
      greenSeconds >= 3 &&
      observation.standing[lane] === 1 &&
      flows.sinceCrossing[lane]! > parameters.blockedAfterSeconds &&
      greenSeconds > parameters.blockedAfterSeconds
    discharge.flowing[lane] = stuck ? discharge.flowing[lane]! * 0.6 ** intervalSeconds : 1
  }
}

/** Vehicles of a lane that complete a permissive turn across the opposing stream when the stage ends. */
export function sneakersOf(
  model: IntersectionModel,
  flows: Flows,
  stage: number,
  lane: number,
  parameters: PlannerParameters
): number {
  let share = 0
  const own = model.laneMovements[lane]!
  for (let position = 0; position < own.length; position++) {
    const movement = own[position]!
    const crosses = model.movements[movement]!.turn === model.crossingTurn
    if (crosses && model.rights[stage]![movement] === right.permissive) share += flows.shares[lane]![position]!
  }
  // With few turners nobody waits in the box as a rule.
  return parameters.sneakers * Math.min(1, share * 3)
}
