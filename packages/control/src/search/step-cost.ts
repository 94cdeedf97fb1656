import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'

/** What a state has cost by the end of a step, in weighted vehicle-seconds. */
export class StepCost {
  readonly #laneCount: number
  readonly #parameters: PlannerParameters
  /** Queue from which on a lane counts as filling, vehicles. */
  readonly #filling: Float64Array
  /** Value of a vehicle left in the queue, linear part, [stage × laneCount + lane], s. */
  readonly #terminalLinear: Float64Array
  readonly #results = new Float64Array(2)

  constructor({ laneCount, laneGreen, laneStorageVehicles }: IntersectionModel, parameters: PlannerParameters) {
    this.#laneCount = laneCount
    this.#parameters = parameters
    const { fillingFrom, shortestFillingMetres, vehicleSpacingMetres } = parameters
    const shortest = shortestFillingMetres / vehicleSpacingMetres
    this.#filling = Float64Array.from(laneStorageVehicles, vehicles => fillingFrom * Math.max(shortest, vehicles))
    const { terminalLinearSeconds, terminalGreenShare } = parameters
    this.#terminalLinear = Float64Array.from(
      laneGreen.flatMap(row => [...row]),
      green => (green === 1 ? terminalLinearSeconds * terminalGreenShare : terminalLinearSeconds)
    )
  }

  /** Cost up to the end of the step last added. */
  get cost(): number {
    return this.#results[0]!
  }

  /** The same with the value of the queues that are left. */
  get value(): number {
    return this.#results[1]!
  }

  /**
   * Adds a step: waiting, and a stop for every arrival that has to.
   *
   * @param cost so far.
   * @param weight value of a second of waiting, by lane.
   * @param queues of the layer that the step begins with, from `source` on by lane.
   * @param left receives the queues at its end, from `target` on.
   * @param limit what the value has to stay below.
   * @returns false as soon as it does not: neither cost nor value falls from lane to lane.
   */
  add(
    cost: number,
    stage: number,
    seconds: number,
    weight: Float64Array,
    arriving: Float64Array,
    served: Float64Array,
    queues: Float64Array,
    source: number,
    left: Float64Array,
    target: number,
    limit: number
  ): boolean {
    const { stopCostSeconds, fillingWeight, terminalQuadraticSeconds } = this.#parameters
    const laneCount = this.#laneCount
    const filling = this.#filling
    const terminalLinear = this.#terminalLinear
    const first = stage * laneCount
    let sum = cost
    let terminal = 0
    for (let lane = 0; lane < laneCount; lane++) {
      const before = queues[source + lane]!
      const arrivals = arriving[lane]!
      const balance = before + arrivals - served[lane]!
      const after = balance > 0 ? balance : 0
      left[target + lane] = after
      // Nobody waits and nobody stops.
      if (after === 0 && before === 0) continue
      const stops = before > 0.3 || arrivals < after ? arrivals : after
      let waiting = (before + after) * 0.5
      if (after > filling[lane]!) waiting += fillingWeight * (after - filling[lane]!)
      sum += weight[lane]! * (waiting * seconds + stopCostSeconds * stops)
      terminal += weight[lane]! * after * (terminalLinear[first + lane]! + terminalQuadraticSeconds * after)
      if (sum + terminal >= limit) return false
    }
    this.#results[0] = sum
    this.#results[1] = sum + terminal
    return true
  }
}
