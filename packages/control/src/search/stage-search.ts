import type { IntersectionModel } from '../model/intersection-model.ts'
import { horizonSeconds, type PlannerParameters } from '../parameters.ts'
import type { RunningStage } from '../running-stage.ts'
import type { LaneService } from './lane-service.ts'
import { classOf, type Layer } from './layers.ts'
import type { SearchResult, StoppedBy } from './schedule.ts'
import type { SearchMemory } from './search-memory.ts'
import { createSearchSteps, type SearchSteps } from './search-steps.ts'
import { findTargets } from './stage-targets.ts'
import { StepCost } from './step-cost.ts'
import { createTransition, StepService } from './step-service.ts'

/** What the search starts from. Rates in vehicles per second, times in seconds from now. */
export interface SearchInput {
  readonly queue: Float64Array
  /** [lane × horizon + k] expected arrivals in second k. */
  readonly arrivals: Float64Array
  readonly horizon: number
  readonly service: LaneService
  /** Value of a second of waiting, by lane. */
  readonly weight: Float64Array
  readonly running: RunningStage
}

/** What a search has found out by the time that it ends. */
type Seen = Omit<SearchResult, 'switches' | 'endSeconds' | 'expansions'>

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
 * All memory is allocated before; `run` allocates only its result.
 */
export class StageSearch {
  readonly #model: IntersectionModel
  readonly #parameters: PlannerParameters
  readonly #stepsByDecision: readonly SearchSteps[]
  #steps: SearchSteps
  readonly #serving: StepService
  readonly #transition = createTransition()
  readonly #costs: StepCost
  readonly #vehicles: Float64Array
  readonly #targets: Int16Array
  #targetCount = 0
  #expansions = 0
  /** Time up to which each first action is still followed: [0] stay, [1 + stage] switch. */
  readonly #followed: Float64Array
  readonly #memory: SearchMemory
  #layer: Layer
  #next: Layer

  constructor(model: IntersectionModel, parameters: PlannerParameters, memory: SearchMemory) {
    this.#model = model
    this.#parameters = parameters
    this.#stepsByDecision = createSearchSteps(parameters, model.decisionGridSeconds)
    this.#steps = this.#stepsByDecision[0]!
    this.#serving = new StepService(model, parameters, horizonSeconds(parameters))
    this.#costs = new StepCost(model, parameters)
    this.#vehicles = new Float64Array(model.laneCount)
    this.#targets = new Int16Array(model.stageCount)
    this.#followed = new Float64Array(1 + model.stageCount)
    this.#memory = memory
    this.#layer = memory.layers[0]
    this.#next = memory.layers[1]
  }

  /**
   * Finds the best schedule over the horizon. Once the search has to end, the best state so far is followed on alone: its
   * schedule is as long, and leaves a stage at maximum green.
   *
   * @param isPast true once the search has to end; asked before each step but the first.
   */
  run(input: SearchInput, isPast: () => boolean): SearchResult {
    this.#begin(input)
    this.#start(input)
    this.#followed.fill(0)
    this.#expansions = 0
    this.#steps = this.#stepsByDecision[input.running.nextDecisionSeconds]!
    const steps = this.#steps.seconds
    let atSeconds = 0
    let seen: Seen | undefined
    for (let step = 0; step < steps.length; step++) {
      const stoppedBy = step === 0 || seen !== undefined ? 'complete' : this.#endOf(isPast)
      if (stoppedBy !== 'complete') seen = this.#see(atSeconds, stoppedBy)
      this.#expand(input, step, atSeconds, seen === undefined ? Number.POSITIVE_INFINITY : 1)
      atSeconds += steps[step]!
      const swap = this.#layer
      this.#layer = this.#next
      this.#next = swap
      if (seen === undefined) this.#follow(atSeconds)
    }
    seen ??= this.#see(atSeconds, 'complete')
    const switches = this.#memory.path.trace(steps.length, this.#layer.order()[0]!, steps)
    return { ...seen, switches, endSeconds: atSeconds, expansions: this.#expansions }
  }

  #endOf(isPast: () => boolean): StoppedBy {
    if (isPast()) return 'deadline'
    return this.#expansions >= this.#parameters.expansionsPerSearch ? 'expansions' : 'complete'
  }

  #begin({ arrivals, queue, service, running }: SearchInput): void {
    this.#serving.begin(service, arrivals, running.stage)
    for (let lane = 0; lane < this.#model.laneCount; lane++) {
      this.#vehicles[lane] = queue[lane]! + this.#serving.expected(lane)
    }
    this.#targetCount = findTargets(this.#targets, this.#model, service, this.#vehicles)
  }

  #start({ queue, running }: SearchInput): void {
    for (const layer of this.#memory.layers) layer.begin(this.#model.laneCount)
    const layer = this.#layer
    layer.count = 1
    layer.queue.set(queue)
    layer.stage[0] = running.stage
    layer.from[0] = running.fromStage
    layer.age[0] = running.ageSeconds
    layer.row[0] = running.clearanceLeftSeconds > 0 ? running.stage : this.#model.stageCount
    layer.beforeRow[0] = running.fromStage
    layer.rowAge[0] = running.clearanceLeftSeconds > 0 ? assumedGreenSeconds : 0
    layer.minimumLeft[0] = running.minimumLeftSeconds
    layer.maximumLeft[0] = running.maximumLeftSeconds
    layer.clearanceLeft[0] = running.clearanceLeftSeconds
    layer.clearanceRun[0] = running.clearanceRunSeconds
    layer.cost[0] = 0
    layer.first[0] = -2
  }

  /** Expands the best states of the layer, at most so many. */
  #expand(input: SearchInput, step: number, atSeconds: number, most: number): void {
    const layer = this.#layer
    const next = this.#next
    const seconds = this.#steps.seconds[step]!
    const { stageCount, clearanceSeconds, decisionGridSeconds } = this.#model
    const isDecision = this.#steps.mayDecide[step] === 1
    const toDecision = decisionGridSeconds ?? seconds
    next.reset()
    this.#serving.beginStep(atSeconds, seconds)
    const order = layer.order()
    const count = Math.min(layer.count, most)
    for (let index = 0; index < count; index++) {
      const node = order[index]!
      const stage = layer.stage[node]!
      const clearing = layer.clearanceLeft[node]! > 0
      const mayEnd = isDecision && !clearing && layer.minimumLeft[node]! <= 0
      // At maximum green staying is no longer allowed, and any other stage will do; without one it has to be.
      const mustEnd = mayEnd && layer.maximumLeft[node]! < toDecision && stageCount > 1
      if (!mustEnd) this.#child(input, node, step, stage, -1, 0)
      if (!mayEnd) continue
      const targetCount = mustEnd ? stageCount : this.#targetCount
      for (let position = 0; position < targetCount; position++) {
        const to = mustEnd ? position : this.#targets[position]!
        if (to === stage) continue
        this.#child(input, node, step, to, stage, clearanceSeconds[stage * stageCount + to]!)
      }
    }
  }

  /** Serves one step of one child and keeps it if it is among the best of its class. `from` -1: no switch. */
  #child(input: SearchInput, node: number, step: number, stage: number, from: number, clearance: number): void {
    this.#expansions++
    const { laneCount, minimumGreenSeconds, maximumGreenSeconds } = this.#model
    const { yellowUseSeconds } = this.#parameters
    const layer = this.#layer
    const next = this.#next
    const seconds = this.#steps.seconds[step]!
    const switched = from >= 0
    const clearanceLeft = switched ? clearance : layer.clearanceLeft[node]!
    const clearanceRun = switched ? 0 : layer.clearanceRun[node]!
    const clearingPart = Math.min(clearanceLeft, seconds)
    const greenPart = seconds - clearingPart
    const leftAfter = clearanceLeft - clearingPart
    const clearingAfter = leftAfter > 1e-9
    const stateClass = classOf(stage, clearingAfter ? leftAfter : 0)
    const limit = next.limit(stateClass)
    if (layer.cost[node]! >= limit) return
    const clearing = clearanceLeft > 0
    const transition = this.#transition
    transition.source = node * laneCount
    transition.stage = stage
    transition.row = switched ? stage : layer.row[node]!
    transition.before = switched ? from : layer.from[node]!
    transition.beforeRow = switched ? layer.row[node]! : layer.beforeRow[node]!
    // While it clears, a state keeps the age of the stage that ended: its yellow discharges at that rate.
    transition.endedAge = layer.rowAge[node]!
    transition.age = clearing ? 0 : layer.age[node]!
    transition.rowAge = clearing ? 0 : transition.endedAge
    transition.clearingPart = clearingPart
    transition.yellowPart = Math.max(0, Math.min(yellowUseSeconds - clearanceRun, clearingPart))
    transition.greenPart = greenPart
    this.#serving.serve(transition, layer.queue)
    const { arriving, served } = this.#serving
    const source = transition.source
    const target = next.queueOfNext(stateClass)
    const cost = layer.cost[node]!
    const costs = this.#costs
    if (
      !costs.add(cost, stage, seconds, input.weight, arriving, served, layer.queue, source, next.queue, target, limit)
    )
      return
    const slot = next.keep(stateClass, costs.value)
    next.cost[slot] = costs.cost
    next.stage[slot] = stage
    next.from[slot] = transition.before
    next.row[slot] = transition.row
    next.beforeRow[slot] = transition.beforeRow
    next.age[slot] = transition.age + greenPart
    next.rowAge[slot] = clearingAfter ? transition.endedAge : transition.rowAge + greenPart
    next.minimumLeft[slot] = (switched ? minimumGreenSeconds[stage]! : layer.minimumLeft[node]!) - greenPart
    next.maximumLeft[slot] = (switched ? maximumGreenSeconds[stage]! : layer.maximumLeft[node]!) - greenPart
    next.clearanceLeft[slot] = clearingAfter ? leftAfter : 0
    next.clearanceRun[slot] = clearanceRun + clearingPart
    next.first[slot] = step === 0 ? (switched ? stage : -1) : layer.first[node]!
    this.#memory.path.keep(step, slot, node, switched ? stage : -1, clearance)
  }

  #follow(atSeconds: number): void {
    const { count, first } = this.#layer
    for (let node = 0; node < count; node++) this.#followed[1 + first[node]!] = atSeconds
  }

  /** What the search has found out so far. */
  #see(seenSeconds: number, stoppedBy: StoppedBy): Seen {
    const { count, value, first } = this.#layer
    const switchCostSeconds = new Float64Array(this.#model.stageCount).fill(Number.POSITIVE_INFINITY)
    let stayCostSeconds = Number.POSITIVE_INFINITY
    for (let node = 0; node < count; node++) {
      const action = first[node]!
      if (action === -1) stayCostSeconds = Math.min(stayCostSeconds, value[node]!)
      else if (action >= 0) switchCostSeconds[action] = Math.min(switchCostSeconds[action]!, value[node]!)
    }
    return {
      seenSeconds,
      stoppedBy,
      stayCostSeconds,
      switchCostSeconds,
      stayFollowedSeconds: this.#followed[0]!,
      switchFollowedSeconds: this.#followed.slice(1)
    }
  }
}
