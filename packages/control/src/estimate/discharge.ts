import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { Flows } from './flows.ts'

/**
 * How the discharge of each lane in each stage compares with what the model says, learnt online.
 *
 * It holds what a nominal saturation flow does not: slow turns, heavy vehicles, pedestrians, exits that are full. What
 * is not observed returns to 1, or a lane once blocked would never be served again.
 */
export interface Discharge {
  /** Observed over modelled discharge, [stage × laneCount + lane]. */
  readonly factor: Float64Array
  /** Lanes that have green and a standing vehicle but do not discharge: 1 free … 0 blocked. */
  readonly flowing: Float64Array
}

export const lowestFactor = 0.2
export const highestFactor = 1.3

export function createDischarge(model: IntersectionModel): Discharge {
  return {
    factor: new Float64Array(model.stageCount * model.laneCount).fill(1),
    flowing: new Float64Array(model.laneCount).fill(1)
  }
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
  /** What the model expected of the lane, vehicles per second. */
  readonly expectedRate: Float64Array
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
      const factor = discharge.factor[index]!
      const observed =
        stage === running &&
        greenSeconds >= 3 &&
        observation.nearVehicles[lane]! >= 2 &&
        model.laneGreen[stage]![lane] === 1
      if (observed) {
        const surprise = flows.crossings[lane]! / intervalSeconds - observation.expectedRate[lane]!
        const learnt = factor + (learn * surprise) / model.laneSaturationFlow[lane]!
        discharge.factor[index] = Math.min(highestFactor, Math.max(lowestFactor, learnt))
      } else {
        discharge.factor[index] = factor + forget * (1 - factor)
      }
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
