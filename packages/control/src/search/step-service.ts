import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import { gapRate, gapViewSeconds, type LaneService, laneRate, openRate } from './lane-service.ts'

/** What one state does in one step. */
export interface Transition {
  /** Where its queues begin among those of all states. */
  source: number
  /** Running stage, after a clearance the one that comes, and its row of the service tables. */
  stage: number
  row: number
  /** Stage before it, its row, and how long that was green, s. */
  before: number
  beforeRow: number
  endedAge: number
  /** Green so far of the running stage, and in terms of its row, s. */
  age: number
  rowAge: number
  /** Parts of the step, s: clearance, what is used of its yellow, and green. */
  clearingPart: number
  yellowPart: number
  greenPart: number
}

export const createTransition = (): Transition => ({
  source: 0,
  stage: 0,
  row: 0,
  before: 0,
  beforeRow: 0,
  endedAge: 0,
  age: 0,
  rowAge: 0,
  clearingPart: 0,
  yellowPart: 0,
  greenPart: 0
})

/**
 * Vehicles that a step serves. What the states of a step have in common is computed once for all: arrivals, the flow that
 * turners look for gaps in, and their rate in it.
 */
export class StepService {
  readonly #model: IntersectionModel
  readonly #parameters: PlannerParameters
  readonly #horizon: number
  /** [lane × (horizon + 1) + k] arrivals before second k. */
  readonly #cumulative: Float64Array
  #service: LaneService | undefined
  #firstStage = 0
  /** Vehicles that arrive in the step, by lane. */
  readonly arriving: Float64Array
  /** 1 for lanes that turners of others wait for in some stage. */
  readonly #isOpposing: Uint8Array
  /** Of these: vehicles that a running queue loses in the step, by lane. */
  readonly #shrinking: Float64Array
  /** Of these: flow over the time that drivers look ahead, vehicles per second, by lane. */
  readonly #flow: Float64Array
  /** Rate of turners while the opposing queue is gone, [row × laneCount + lane], of rows with `#hasGapRate`. */
  readonly #gapRate: Float64Array
  readonly #hasGapRate: Uint8Array
  /** Vehicles served in the step of the last transition, by lane. */
  readonly served: Float64Array

  constructor(model: IntersectionModel, parameters: PlannerParameters, horizon: number) {
    const { laneCount, stageCount, opposingLanes } = model
    this.#model = model
    this.#parameters = parameters
    this.#horizon = horizon
    this.#cumulative = new Float64Array(laneCount * (horizon + 1))
    this.arriving = new Float64Array(laneCount)
    this.#isOpposing = new Uint8Array(laneCount)
    for (const lanes of opposingLanes) for (const lane of lanes) this.#isOpposing[lane] = 1
    this.#shrinking = new Float64Array(laneCount)
    this.#flow = new Float64Array(laneCount)
    this.#gapRate = new Float64Array((stageCount + 1) * laneCount)
    this.#hasGapRate = new Uint8Array(stageCount + 1)
    this.served = new Float64Array(laneCount)
  }

  /**
   * Begins a search.
   *
   * @param arrivals [lane × horizon + k] expected in second k.
   * @param firstStage stage of the row for the stage that runs now.
   */
  begin(service: LaneService, arrivals: Float64Array, firstStage: number): void {
    this.#service = service
    this.#firstStage = firstStage
    const cumulative = this.#cumulative
    const horizon = this.#horizon
    for (let lane = 0; lane < this.#model.laneCount; lane++) {
      const at = lane * (horizon + 1)
      let sum = 0
      for (let k = 0; k < horizon; k++) {
        cumulative[at + k] = sum
        sum += arrivals[lane * horizon + k]!
      }
      cumulative[at + horizon] = sum
    }
  }

  /** Vehicles that a lane expects over the whole horizon. */
  expected(lane: number): number {
    return this.#cumulative[lane * (this.#horizon + 1) + this.#horizon]!
  }

  /** Begins a step of `seconds` at `atSeconds` from now, both whole. */
  beginStep(atSeconds: number, seconds: number): void {
    const { laneCount, laneSaturationFlow } = this.#model
    const cumulative = this.#cumulative
    // Drivers look this far for a gap.
    const view = Math.min(Math.max(seconds, gapViewSeconds), this.#horizon - atSeconds)
    for (let lane = 0; lane < laneCount; lane++) {
      const at = lane * (this.#horizon + 1) + atSeconds
      const arriving = cumulative[at + seconds]! - cumulative[at]!
      this.arriving[lane] = arriving
      if (this.#isOpposing[lane] === 0) continue
      this.#shrinking[lane] = seconds * Math.max(0.1, laneSaturationFlow[lane]! - arriving / seconds)
      this.#flow[lane] = (cumulative[at + view]! - cumulative[at]!) / view
    }
    this.#hasGapRate.fill(0)
  }

  /** Computes what a transition serves from these queues. */
  serve(transition: Transition, queues: Float64Array): void {
    if (transition.greenPart > 0) this.#serveGreen(transition, queues)
    if (transition.clearingPart > 0) this.#serveClearance(transition)
  }

  #serveGreen({ source, stage, row, before, age, rowAge, greenPart }: Transition, queues: Float64Array): void {
    const { laneCount, laneGreen, opposingLanes } = this.#model
    const { startUpLossSeconds } = this.#parameters
    const service = this.#service!
    const { free, turners } = service
    const served = this.served
    const shrinking = this.#shrinking
    const gapRates = this.#gapRate
    if (this.#hasGapRate[row] === 0) this.#fillGapRates(row)
    const green = laneGreen[stage]!
    const greenBefore = laneGreen[before]!
    const first = row * laneCount
    const middle = rowAge + greenPart / 2
    const effectiveGreen = Math.max(0, age + greenPart - startUpLossSeconds) - Math.max(0, age - startUpLossSeconds)
    const hasStarted = age > startUpLossSeconds
    for (let lane = 0; lane < laneCount; lane++) {
      const index = first + lane
      if (green[lane] === 0) {
        served[lane] = free[index]! * greenPart
        continue
      }
      let busy = 0
      if (turners[index]! > 0) {
        const opposing = opposingLanes[stage * laneCount + lane]!
        for (let position = 0; position < opposing.length; position++) {
          const other = opposing[position]!
          const share = queues[source + other]! / shrinking[other]!
          if (share > busy) busy = share
        }
        if (busy > 1) busy = 1
      }
      const runs = hasStarted || greenBefore[lane] === 1 ? greenPart : effectiveGreen
      served[lane] = openRate(service, index, middle, busy, gapRates[index]!) * runs
    }
  }

  /** Yellow that is still used, and lanes whose green goes on through the clearance. */
  #serveClearance({ stage, before, beforeRow, endedAge, clearingPart, yellowPart, greenPart }: Transition): void {
    const { laneCount, laneGreen } = this.#model
    const service = this.#service!
    const served = this.served
    const green = laneGreen[stage]!
    const greenBefore = laneGreen[before]!
    for (let lane = 0; lane < laneCount; lane++) {
      let vehicles = greenPart > 0 ? served[lane]! : 0
      if (greenBefore[lane] === 1) {
        const uses = green[lane] === 1 ? clearingPart : yellowPart
        if (uses > 0) vehicles += laneRate(service, beforeRow * laneCount + lane, endedAge, 0.5, 0) * uses
      }
      served[lane] = vehicles
    }
  }

  #fillGapRates(row: number): void {
    const { laneCount, stageCount, opposingLanes } = this.#model
    const service = this.#service!
    const stage = row === stageCount ? this.#firstStage : row
    for (let lane = 0; lane < laneCount; lane++) {
      const index = row * laneCount + lane
      if (service.turners[index] === 0) continue
      let flow = 0
      for (const other of opposingLanes[stage * laneCount + lane]!) flow += this.#flow[other]!
      this.#gapRate[index] = gapRate(service, index, flow)
    }
    this.#hasGapRate[row] = 1
  }
}
