import type { IntersectionModel } from '../model/intersection-model.ts'
import { horizonSeconds, type PlannerParameters } from '../parameters.ts'
import { gapViewSeconds, type LaneService, laneRate } from './lane-service.ts'
import { classOf, createLayer, createPath, type Layer, layerWidth, type Path } from './layers.ts'
import type { SearchResult } from './schedule.ts'
import { createSearchSteps, type SearchSteps } from './search-steps.ts'
import { findTargets } from './stage-targets.ts'

/** What the search starts from. Rates in vehicles per second, times in seconds from now. */
export interface SearchInput {
  readonly queue: Float64Array
  /** [lane × horizon + k] expected arrivals in second k. */
  readonly arrivals: Float64Array
  readonly horizon: number
  readonly service: LaneService
  /** Value of a second of waiting, by lane. */
  readonly weight: Float64Array
  /** Running stage; during a clearance the one that comes. */
  readonly stage: number
  /** Stage before it. */
  readonly fromStage: number
  /** Green so far, s; 0 during a clearance. */
  readonly ageSeconds: number
  /** Left of minimum green and of maximum green, s. */
  readonly minimumLeftSeconds: number
  readonly maximumLeftSeconds: number
  /** Left of the clearance before the stage, s, and how much of it has run. */
  readonly clearanceLeftSeconds: number
  readonly clearanceRunSeconds: number
  /** Whole seconds to the next instant of the decision grid; 0 without one. */
  readonly nextDecisionSeconds: number
}

/** Green that a stage is taken to have had when its clearance runs already, s. */
const assumedGreenSeconds = 8

/**
 * Forward beam search over the stage sequence of one intersection.
 *
 * States are (stage, clearance, green age, queue of every lane); a step serves queues at the stage's rates and costs
 * the waiting in it plus a stop for every arrival that has to stop. States compete within their class (stage, green
 * or clearing), so that a promising but momentarily expensive switch survives. Kin: SURTRAC (Xie, Smith, Barlow
 * 2012), COP (Sen, Head 1997); time steps grow with the distance into the future (Guilliard et al. 2016).
 *
 * All memory is allocated on construction; `run` allocates only its result.
 */
export class StageSearch {
  readonly #model: IntersectionModel
  readonly #parameters: PlannerParameters
  readonly #stepsByDecision: readonly SearchSteps[]
  #steps: SearchSteps
  readonly #cumulative: Float64Array
  /** Queue from which on a lane counts as filling, vehicles. */
  readonly #filling: Float64Array
  readonly #horizon: number
  readonly #path: Path
  readonly #vehicles: Float64Array
  readonly #targets: Int16Array
  #targetCount = 0
  #expansions = 0
  /** Time up to which each first action is still followed: [0] stay, [1 + stage] switch. */
  readonly #followed: Float64Array
  #layer: Layer
  #next: Layer

  constructor(model: IntersectionModel, parameters: PlannerParameters) {
    this.#model = model
    this.#parameters = parameters
    this.#stepsByDecision = createSearchSteps(parameters, model.decisionGridSeconds)
    this.#steps = this.#stepsByDecision[0]!
    this.#horizon = horizonSeconds(parameters)
    this.#cumulative = new Float64Array(model.laneCount * (this.#horizon + 1))
    const { fillingFrom, shortestFillingMetres, vehicleSpacingMetres } = parameters
    const shortest = shortestFillingMetres / vehicleSpacingMetres
    this.#filling = Float64Array.from(model.laneStorageVehicles, vehicles => fillingFrom * Math.max(shortest, vehicles))
    this.#vehicles = new Float64Array(model.laneCount)
    this.#targets = new Int16Array(model.stageCount)
    this.#followed = new Float64Array(1 + model.stageCount)
    const { statesPerClass } = parameters
    this.#layer = createLayer(statesPerClass, model)
    this.#next = createLayer(statesPerClass, model)
    const mostSteps = Math.max(...this.#stepsByDecision.map(({ seconds }) => seconds.length))
    this.#path = createPath(mostSteps, layerWidth(model.stageCount, statesPerClass))
  }

  run(input: SearchInput, isPast: () => boolean): SearchResult {
    this.#accumulate(input)
    this.#start(input)
    this.#followed.fill(0)
    this.#expansions = 0
    const { expansionsPerSearch } = this.#parameters
    this.#steps = this.#stepsByDecision[input.nextDecisionSeconds]!
    const steps = this.#steps.seconds
    let atSeconds = 0
    let step = 0
    let stoppedBy: SearchResult['stoppedBy'] = 'complete'
    for (; step < steps.length; step++) {
      if (step > 0 && isPast()) {
        stoppedBy = 'deadline'
        break
      }
      if (step > 0 && this.#expansions >= expansionsPerSearch) {
        stoppedBy = 'expansions'
        break
      }
      this.#expand(input, step, atSeconds)
      atSeconds += steps[step]!
      const swap = this.#layer
      this.#layer = this.#next
      this.#next = swap
      this.#follow(atSeconds)
    }
    return this.#finish(step, atSeconds, stoppedBy)
  }

  #accumulate({ arrivals, horizon, queue, service }: SearchInput): void {
    const cumulative = this.#cumulative
    const length = this.#horizon + 1
    for (let lane = 0; lane < this.#model.laneCount; lane++) {
      let sum = 0
      cumulative[lane * length] = 0
      for (let k = 0; k < this.#horizon; k++) {
        sum += k < horizon ? arrivals[lane * horizon + k]! : 0
        cumulative[lane * length + k + 1] = sum
      }
      this.#vehicles[lane] = queue[lane]! + sum
    }
    this.#targetCount = findTargets(this.#targets, this.#model, service, this.#vehicles)
  }

  #start(input: SearchInput): void {
    const layer = this.#layer
    layer.count = 1
    layer.queue.set(input.queue)
    layer.stage[0] = input.stage
    layer.from[0] = input.fromStage
    layer.age[0] = input.ageSeconds
    layer.row[0] = input.clearanceLeftSeconds > 0 ? input.stage : this.#model.stageCount
    layer.beforeRow[0] = input.fromStage
    layer.rowAge[0] = input.clearanceLeftSeconds > 0 ? assumedGreenSeconds : 0
    layer.minimumLeft[0] = input.minimumLeftSeconds
    layer.maximumLeft[0] = input.maximumLeftSeconds
    layer.clearanceLeft[0] = input.clearanceLeftSeconds
    layer.clearanceRun[0] = input.clearanceRunSeconds
    layer.cost[0] = 0
    layer.first[0] = -2
  }

  #expand(input: SearchInput, step: number, atSeconds: number): void {
    const layer = this.#layer
    const next = this.#next
    const seconds = this.#steps.seconds[step]!
    const { stageCount, clearanceSeconds, decisionGridSeconds } = this.#model
    const isDecision = this.#steps.mayDecide[step] === 1
    const toDecision = decisionGridSeconds ?? seconds
    next.reset()
    const order = layer.order()
    for (let index = 0; index < layer.count; index++) {
      const node = order[index]!
      const stage = layer.stage[node]!
      const clearing = layer.clearanceLeft[node]! > 0
      const mayEnd = isDecision && !clearing && layer.minimumLeft[node]! <= 0
      // At maximum green staying is no longer allowed, and any other stage will do; without one it has to be.
      const mustEnd = mayEnd && layer.maximumLeft[node]! < toDecision && stageCount > 1
      if (!mustEnd) this.#child(input, node, step, atSeconds, stage, -1, 0)
      if (!mayEnd) continue
      const count = mustEnd ? stageCount : this.#targetCount
      for (let position = 0; position < count; position++) {
        const to = mustEnd ? position : this.#targets[position]!
        if (to === stage) continue
        this.#child(input, node, step, atSeconds, to, stage, clearanceSeconds[stage * stageCount + to]!)
      }
    }
  }

  /** Serves one step of one child and keeps it if it is among the best of its class. `from` -1: no switch. */
  #child(
    input: SearchInput,
    node: number,
    step: number,
    atSeconds: number,
    stage: number,
    from: number,
    clearance: number
  ): void {
    this.#expansions++
    const { laneCount, laneGreen, opposingLanes, laneSaturationFlow, minimumGreenSeconds, maximumGreenSeconds } =
      this.#model
    const { startUpLossSeconds, yellowUseSeconds, stopCostSeconds, fillingWeight } = this.#parameters
    const { service } = input
    const { free, turners } = service
    const filling = this.#filling
    const layer = this.#layer
    const next = this.#next
    const seconds = this.#steps.seconds[step]!
    const switched = from >= 0
    const before = switched ? from : layer.from[node]!
    const clearanceLeft = switched ? clearance : layer.clearanceLeft[node]!
    const clearing = clearanceLeft > 0
    const clearanceRun = switched ? 0 : layer.clearanceRun[node]!
    // While it clears, a state keeps the age of the stage that ended: its yellow discharges at that rate.
    const endedAge = layer.rowAge[node]!
    const age = clearing ? 0 : layer.age[node]!
    const rowAge = clearing ? 0 : endedAge
    const row = switched ? stage : layer.row[node]!
    const beforeRow = switched ? layer.row[node]! : layer.beforeRow[node]!
    const clearingPart = Math.min(clearanceLeft, seconds)
    const leftAfter = clearanceLeft - clearingPart
    const clearingAfter = leftAfter > 1e-9
    const stateClass = classOf(stage, clearingAfter ? leftAfter : 0)
    const limit = next.limit(stateClass)
    let cost = layer.cost[node]!
    if (cost >= limit) return
    const greenPart = seconds - clearingPart
    const yellowPart = Math.max(0, Math.min(yellowUseSeconds - clearanceRun, clearingPart))
    const effectiveGreen = Math.max(0, age + greenPart - startUpLossSeconds) - Math.max(0, age - startUpLossSeconds)
    const greenBefore = laneGreen[before]!
    const greenNow = laneGreen[stage]!
    const length = this.#horizon + 1
    const scratch = next.scratch
    const source = node * laneCount
    const middle = rowAge + greenPart / 2
    // Drivers look this far for a gap.
    const view = Math.min(Math.max(seconds, gapViewSeconds), this.#horizon - atSeconds)
    for (let lane = 0; lane < laneCount; lane++) {
      const queue = layer.queue[source + lane]!
      const at = lane * length + atSeconds
      const arriving = this.#cumulative[at + seconds]! - this.#cumulative[at]!
      let busy = 0
      let flow = 0
      const index = row * laneCount + lane
      if (greenPart > 0 && turners[index]! > 0) {
        const opposing = opposingLanes[stage * laneCount + lane]!
        for (let position = 0; position < opposing.length; position++) {
          const other = opposing[position]!
          const from = other * length + atSeconds
          const coming = (this.#cumulative[from + seconds]! - this.#cumulative[from]!) / seconds
          const clearing = layer.queue[source + other]! / (seconds * Math.max(0.1, laneSaturationFlow[other]! - coming))
          if (clearing > busy) busy = clearing
          flow += (this.#cumulative[from + view]! - this.#cumulative[from]!) / view
        }
        if (busy > 1) busy = 1
      }
      let served = 0
      if (greenNow[lane] === 0) served = free[index]! * greenPart
      else if (greenPart > 0) {
        const runs = greenBefore[lane] === 1 || age > startUpLossSeconds ? greenPart : effectiveGreen
        served = laneRate(service, index, middle, busy, flow) * runs
      }
      if (clearingPart > 0 && greenBefore[lane] === 1) {
        const old = laneRate(service, beforeRow * laneCount + lane, endedAge, 0.5, 0)
        const uses = greenNow[lane] === 1 ? clearingPart : yellowPart
        served += old * uses
      }
      const left = queue + arriving - served
      const remaining = left > 0 ? left : 0
      scratch[lane] = remaining
      const stops = queue > 0.3 ? arriving : Math.min(arriving, remaining)
      let waiting = (queue + remaining) * 0.5
      if (remaining > filling[lane]!) waiting += fillingWeight * (remaining - filling[lane]!)
      cost += input.weight[lane]! * (waiting * seconds + stopCostSeconds * stops)
      if (cost >= limit) return
    }
    const value = cost + this.#terminal(input, stage)
    const slot = next.offer(stateClass, value)
    if (slot < 0) return
    next.queue.set(scratch, slot * laneCount)
    next.cost[slot] = cost
    next.value[slot] = value
    next.stage[slot] = stage
    next.from[slot] = before
    next.row[slot] = row
    next.beforeRow[slot] = beforeRow
    next.age[slot] = age + greenPart
    next.rowAge[slot] = clearingAfter ? endedAge : rowAge + greenPart
    next.minimumLeft[slot] = (switched ? minimumGreenSeconds[stage]! : layer.minimumLeft[node]!) - greenPart
    next.maximumLeft[slot] = (switched ? maximumGreenSeconds[stage]! : layer.maximumLeft[node]!) - greenPart
    next.clearanceLeft[slot] = clearingAfter ? leftAfter : 0
    next.clearanceRun[slot] = clearanceRun + clearingPart
    next.first[slot] = step === 0 ? (switched ? stage : -1) : layer.first[node]!
    this.#path.keep(step, slot, node, switched ? stage : -1, clearance)
  }

  #follow(atSeconds: number): void {
    const { count, first } = this.#layer
    for (let node = 0; node < count; node++) this.#followed[1 + first[node]!] = atSeconds
  }

  #terminal(input: SearchInput, stage: number): number {
    const { laneCount, laneGreen } = this.#model
    const { terminalLinearSeconds, terminalGreenShare, terminalQuadraticSeconds } = this.#parameters
    const green = laneGreen[stage]!
    const scratch = this.#next.scratch
    let sum = 0
    for (let lane = 0; lane < laneCount; lane++) {
      const queue = scratch[lane]!
      if (queue === 0) continue
      const linear = green[lane] === 1 ? terminalLinearSeconds * terminalGreenShare : terminalLinearSeconds
      sum += input.weight[lane]! * queue * (linear + terminalQuadraticSeconds * queue)
    }
    return sum
  }

  #finish(steps: number, endSeconds: number, stoppedBy: SearchResult['stoppedBy']): SearchResult {
    const layer = this.#layer
    const switchCostSeconds = new Float64Array(this.#model.stageCount).fill(Number.POSITIVE_INFINITY)
    let stayCostSeconds = Number.POSITIVE_INFINITY
    let best = -1
    for (let node = 0; node < layer.count; node++) {
      const value = layer.value[node]!
      const first = layer.first[node]!
      if (first === -1) stayCostSeconds = Math.min(stayCostSeconds, value)
      else if (first >= 0) switchCostSeconds[first] = Math.min(switchCostSeconds[first]!, value)
      if (best < 0 || value < layer.value[best]!) best = node
    }
    const switches = this.#path.trace(steps, Math.max(0, best), this.#steps.seconds)
    return {
      switches,
      endSeconds,
      stayCostSeconds,
      switchCostSeconds,
      stayFollowedSeconds: this.#followed[0]!,
      switchFollowedSeconds: this.#followed.slice(1),
      expansions: this.#expansions,
      stoppedBy
    }
  }
}
