import type { Detections, LearntIntersection, SignalState } from '@selaras/shared'
import { blocksStage, createBox, noteLingering, seeBox } from './estimate/box.ts'
import { advanceDemand, createDemand, seeDemand } from './estimate/demand.ts'
import { createDemandProfile, createSlotClock, followProfile, learnProfile } from './estimate/demand-profile.ts'
import { createDischarge, type DischargeObservation, learnDischarge } from './estimate/discharge.ts'
import { createFlows, learnFlows } from './estimate/flows.ts'
import { createHiddenBox, learnHiddenBox } from './estimate/hidden-box.ts'
import { startFrom, toLearnt } from './estimate/learnt.ts'
import { createLoopQueues, learnLoopQueues } from './estimate/loop-queues.ts'
import { createPathShares, learnPathShares } from './estimate/path-shares.ts'
import { createQueueHead, learnQueueHead } from './estimate/queue-head.ts'
import { createReadings, takeReadings } from './estimate/readings.ts'
import { seeLoops } from './estimate/see-loops.ts'
import { createStageHistory, rememberState, stateAt } from './estimate/stage-history.ts'
import type { IntersectionModel } from './model/intersection-model.ts'
import { horizonSeconds, type PlannerParameters } from './parameters.ts'
import type { RunningStage } from './running-stage.ts'
import { continueIncumbent, type Incumbent, incumbentSeconds, trustedSeconds } from './search/incumbent.ts'
import { createLaneService, fillRow, gapViewSeconds, type LaneService, laneRate } from './search/lane-service.ts'
import { weighLanes } from './search/lane-weight.ts'
import type { SearchResult } from './search/schedule.ts'
import type { SearchMemory } from './search/search-memory.ts'
import { type SearchInput, StageSearch } from './search/stage-search.ts'
import { secondsToDecision } from './stage-intervals.ts'

/** Estimator and search of one intersection, with what was learnt. */
export class IntersectionControl {
  readonly model: IntersectionModel
  readonly flows
  readonly demand
  readonly readings
  readonly discharge
  readonly service: LaneService
  readonly #head
  readonly #saturation: Float64Array
  readonly #boxRoom: Float64Array
  readonly #freshRoom: Float64Array
  readonly #expectedRate: Float64Array
  readonly redSeconds: Float64Array
  readonly #parameters: PlannerParameters
  readonly #paths
  readonly #loops
  readonly #profile
  readonly #slotAt: (atMs: number) => number
  readonly #box
  readonly #hiddenBox
  readonly #history = createStageHistory()
  readonly #search: StageSearch
  readonly #weight: Float64Array
  /** How much of a full rate the exits can take, by lane: 1 free … 0 full. */
  readonly exitFreedom: Float64Array
  #incumbent: Incumbent | undefined
  #previousStage = 0
  #plannedStage = 0

  constructor(model: IntersectionModel, parameters: PlannerParameters, timeZone: string, memory: SearchMemory) {
    this.model = model
    this.#parameters = parameters
    this.flows = createFlows(model)
    this.demand = createDemand(model, horizonSeconds(parameters))
    this.readings = createReadings(model)
    this.discharge = createDischarge(model)
    this.service = createLaneService(model, parameters)
    this.#head = createQueueHead(model)
    this.#saturation = new Float64Array(model.laneCount)
    this.#boxRoom = new Float64Array(model.laneCount)
    this.#freshRoom = new Float64Array(model.laneCount).fill(parameters.boxRoomVehicles)
    this.#expectedRate = new Float64Array(model.laneCount)
    this.redSeconds = new Float64Array(model.laneCount)
    this.exitFreedom = new Float64Array(model.laneCount).fill(1)
    this.#paths = createPathShares(model)
    this.#loops = createLoopQueues(model)
    this.#profile = createDemandProfile(model.laneCount)
    this.#slotAt = createSlotClock(timeZone)
    this.#box = createBox(model)
    this.#hiddenBox = createHiddenBox(model)
    this.#search = new StageSearch(model, parameters, memory)
    this.#weight = new Float64Array(model.laneCount).fill(1)
  }

  /** What is worth keeping over a restart. */
  learnt(): LearntIntersection {
    return toLearnt(this.model, this.#learning())
  }

  /** Starts from what was learnt until `learntAtMs`. */
  startFrom(learnt: LearntIntersection, learntAtMs: number, nowMs: number): void {
    const ageSeconds = (nowMs - learntAtMs) / 1000
    startFrom(learnt, ageSeconds, this.#slotAt(nowMs), this.model, this.#learning(), this.#parameters)
  }

  #learning() {
    return { flows: this.flows, discharge: this.discharge, paths: this.#paths, profile: this.#profile }
  }

  /**
   * Learns from one detections message and the stage that ran during it.
   *
   * @param present what the controller shows now: with what it showed before, it tells what ran when the message was measured.
   */
  learn(message: Detections, present: SignalState): void {
    rememberState(this.#history, present)
    const state = stateAt(this.#history, message.intervalEndAtMs) ?? present
    const seconds = message.intervalSeconds
    const slot = this.#slotAt(message.intervalEndAtMs - 500 * seconds)
    const { model, flows, readings, demand } = this
    const green = state.interval === 'green'
    const running = model.stageIndex.get(state.stage) ?? 0
    const greenSeconds = green ? (message.intervalEndAtMs - state.stageGreenSinceAtMs) / 1000 : 0
    const observation: DischargeObservation = {
      stage: green ? running : -1,
      greenSeconds,
      intervalSeconds: seconds,
      nearVehicles: demand.nearVehicles,
      standing: demand.standing,
      expectedRate: this.#expectedRate
    }
    for (let lane = 0; lane < model.laneCount; lane++) this.#expectedRate[lane] = this.#rateNow(running, lane)
    takeReadings(readings, model, message)
    learnFlows(flows, model, readings, seconds, this.#parameters)
    learnProfile(this.#profile, flows, slot, seconds)
    followProfile(this.#profile, flows, slot, seconds, this.#parameters.arrivalMemorySeconds)
    learnLoopQueues(this.#loops, model, readings, flows, observation, this.#parameters)
    learnHiddenBox(this.#hiddenBox, model, readings, flows, running, seconds, this.#parameters)
    learnDischarge(this.discharge, model, flows, observation, this.#parameters)
    learnQueueHead(this.#head, model, flows, observation, this.#parameters)
    learnPathShares(this.#paths, model, readings, flows, seconds, this.#parameters)
    for (let lane = 0; lane < model.laneCount; lane++) {
      const served = green && model.laneGreen[running]![lane] === 1
      this.redSeconds[lane] = served ? 0 : this.redSeconds[lane]! + seconds
    }
  }

  /** Sees demand and box afresh from the newest readings; call once before planning. */
  see(): void {
    const { model, readings } = this
    seeDemand(this.demand, model, readings, this.flows, this.#paths, this.#parameters)
    seeLoops(this.demand, model, readings, this.#loops, this.redSeconds, this.#parameters)
    seeBox(this.#box, model, readings, this.#hiddenBox, this.#parameters)
  }

  /** Where the controller's stage stands at `nowMs`, with the box rule applied to a running clearance. */
  locate(state: SignalState, nowMs: number): RunningStage | undefined {
    const { model } = this
    const ended = model.stageIndex.get(state.stage)
    if (ended === undefined) return undefined
    if (state.interval !== 'green') {
      const stage = state.nextStage === null ? undefined : model.stageIndex.get(state.nextStage)
      if (stage === undefined) return undefined
      const minimumEndMs = state.clearanceUntilMs ?? nowMs
      const endedAtMs = minimumEndMs - model.clearanceSeconds[ended * model.stageCount + stage]! * 1000
      let startMs = Math.max(nowMs, minimumEndMs)
      const longestMs = minimumEndMs + this.#parameters.longestBoxHoldSeconds * 1000
      const isOver = minimumEndMs <= nowMs && nowMs < longestMs
      noteLingering(this.#box)
      const heldByBox = isOver && blocksStage(this.#box, model, ended, stage, this.#parameters)
      if (heldByBox) startMs = nowMs + 1000
      this.#previousStage = ended
      return {
        stage,
        fromStage: ended,
        clearing: true,
        heldByBox,
        ageSeconds: 0,
        minimumLeftSeconds: model.minimumGreenSeconds[stage]!,
        maximumLeftSeconds: model.maximumGreenSeconds[stage]!,
        clearanceLeftSeconds: (startMs - nowMs) / 1000,
        clearanceRunSeconds: Math.max(0, (nowMs - endedAtMs) / 1000),
        nextDecisionSeconds: secondsToDecision(model, nowMs),
        greenStartMs: startMs
      }
    }
    this.#box.lingering.fill(0)
    const ageSeconds = Math.max(0, (nowMs - state.stageGreenSinceAtMs) / 1000)
    return {
      stage: ended,
      fromStage: this.#previousStage,
      clearing: false,
      heldByBox: false,
      ageSeconds,
      // From the start that the controller gave: its clock may be ahead.
      minimumLeftSeconds: Math.max(0, model.minimumGreenSeconds[ended]! - (nowMs - state.stageGreenSinceAtMs) / 1000),
      maximumLeftSeconds: model.maximumGreenSeconds[ended]! - ageSeconds,
      clearanceLeftSeconds: 0,
      clearanceRunSeconds: 0,
      nextDecisionSeconds: secondsToDecision(model, nowMs),
      greenStartMs: state.stageGreenSinceAtMs
    }
  }

  /** Computes the discharge that the search reckons with: the model, what was learnt, and what exits withhold now. */
  prepareService(running: RunningStage): void {
    this.#plannedStage = running.stage
    const { model, discharge, exitFreedom, flows } = this
    const { startUpLossSeconds, boxRoomVehicles } = this.#parameters
    const { laneCount, stageCount } = model
    for (let lane = 0; lane < laneCount; lane++) {
      let waiting = 0
      for (const movement of model.laneMovements[lane]!) {
        if (model.yieldsAcross[running.stage]![movement] === 1) waiting += this.#box.vehicles[movement]!
      }
      this.#boxRoom[lane] = Math.max(0, boxRoomVehicles - waiting)
    }
    for (let row = 0; row <= stageCount; row++) {
      const now = row === stageCount
      const stage = now ? running.stage : row
      for (let lane = 0; lane < laneCount; lane++) {
        const learnt =
          model.laneSaturationFlow[lane]! * discharge.factor[stage * laneCount + lane]! * exitFreedom[lane]!
        this.#saturation[lane] = now && !running.clearing ? learnt * discharge.flowing[lane]! : learnt
      }
      const startUpSeconds = now ? Math.max(0, startUpLossSeconds - running.ageSeconds) : startUpLossSeconds
      const boxRoom = now && !running.clearing ? this.#boxRoom : this.#freshRoom
      const saturation = this.#saturation
      fillRow(
        this.service,
        model,
        { row, stage, flows, head: this.#head, startUpSeconds, boxRoom, saturation },
        this.#parameters
      )
    }
  }

  /**
   * Mean discharge of every lane in the first quarter minute of every stage, [stage × laneCount + lane], vehicles per
   * second, with the opposing queue discharging half of the time: for methods that know only one rate.
   */
  effectiveRates(): Float64Array {
    const { model, flows, service } = this
    return Float64Array.from({ length: model.stageCount * model.laneCount }, (_, index) => {
      let opposingFlow = 0
      for (const other of model.opposingLanes[index]!) opposingFlow += flows.laneFlow[other]!
      let sum = 0
      for (let second = 0; second < 15; second++) sum += laneRate(service, index, second, 0.5, opposingFlow)
      return sum / 15
    })
  }

  /** Discharge of a lane in a second of the stage; the head of its queue is known of the stage last planned for. */
  #rateNow(stage: number, lane: number): number {
    const { model, demand, service } = this
    const row = stage === this.#plannedStage ? model.stageCount : stage
    const index = row * model.laneCount + lane
    let busy = 0
    let flow = 0
    for (const other of model.opposingLanes[stage * model.laneCount + lane]!) {
      busy = Math.max(busy, demand.queue[other]! / model.laneSaturationFlow[other]!)
      for (let k = 0; k < gapViewSeconds; k++) flow += demand.arrivals[other * demand.horizon + k]! / gapViewSeconds
    }
    return laneRate(service, index, 0, Math.min(1, busy), flow)
  }

  /** Brings late readings up to now, second by second under the stages that have run since. */
  catchUp(lagSeconds: number, nowMs: number): void {
    const { model } = this
    const service = new Float64Array(model.laneCount)
    for (let ago = lagSeconds; ago > 0; ago--) {
      const state = stateAt(this.#history, nowMs - (ago - 1) * 1000)
      const stage = state?.interval === 'green' ? model.stageIndex.get(state.stage) : undefined
      for (let lane = 0; lane < model.laneCount; lane++) {
        service[lane] = stage === undefined ? 0 : this.#rateNow(stage, lane)
      }
      advanceDemand(this.demand, 1, service)
    }
  }

  /**
   * Searches a schedule. When the search did not come far enough to be trusted, the last one that was goes on, unless it is too old.
   *
   * @param isPast true once the search has to end.
   */
  search(running: RunningStage, nowMs: number, isPast: () => boolean): SearchResult {
    const { model, demand } = this
    weighLanes(this.#weight, model, demand, this.flows, this.redSeconds, this.#parameters)
    const input: SearchInput = {
      queue: demand.queue,
      arrivals: demand.arrivals,
      horizon: demand.horizon,
      service: this.service,
      weight: this.#weight,
      running
    }
    const result = this.#search.run(input, isPast)
    if (result.seenSeconds >= trustedSeconds) {
      this.#incumbent = { atMs: nowMs, stage: running.stage, result }
      return result
    }
    const isRecent = this.#incumbent !== undefined && nowMs - this.#incumbent.atMs <= incumbentSeconds * 1000
    return isRecent ? { ...result, ...this.continueLast(running, nowMs) } : result
  }

  /** The last schedule that was trusted, from now on; undefined when the controller does not follow it. */
  continueLast(running: RunningStage, nowMs: number): Incumbent['result'] | undefined {
    return this.#incumbent && continueIncumbent(this.#incumbent, running, nowMs)
  }
}
