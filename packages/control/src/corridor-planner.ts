import {
  type Corridor,
  type Decision,
  type Detections,
  type LearntCorridor,
  planValidityMs,
  type SignalState,
  type StageInterval,
  updateSlotOf
} from '@selaras/shared'
import {
  ageExpected,
  createLinkTraffic,
  enterLink,
  forgetArrived,
  type LinkTraffic,
  underWayAt
} from './coordinate/link-traffic.ts'
import { predictDepartures } from './coordinate/outflow.ts'
import { addArrival, addUnseenArrivals } from './estimate/demand.ts'
import { toDecision } from './explain/decision.ts'
import { formatReason } from './explain/reason.ts'
import { IntersectionControl } from './intersection-control.ts'
import { createIntersectionModel, createLinkModels } from './model/intersection-model.ts'
import { defaultParameters, horizonSeconds, type PlannerParameters } from './parameters.ts'
import type { RunningStage } from './running-stage.ts'
import type { SearchResult, StoppedBy } from './search/schedule.ts'
import { createSearchMemory } from './search/search-memory.ts'
import { toStageIntervals } from './stage-intervals.ts'
import { createTimeShares, type TimeBudget } from './time-budget.ts'

/** What is new for a corridor since the last tick. */
export interface CorridorTick {
  /** The time that the plans are for: they take effect now. Unix epoch ms. */
  readonly nowMs: number
  /** Detections messages since the last tick, oldest first for each intersection. */
  readonly detections: readonly { readonly intersectionId: string; readonly message: Detections }[]
  /** Latest signal state by intersection; an intersection without one gets no plan. */
  readonly signals: Readonly<Record<string, SignalState>>
}

export interface PlannedIntersection {
  readonly intersectionId: string
  /** Stage intervals over the horizon; see `PhasePlan.intervals`. */
  readonly intervals: readonly StageInterval[]
  /** Why, in words; at most 200 characters. */
  readonly reason: string
  /** The same at length, from planners that can tell; the reason is made of it. */
  readonly decision?: Decision
  readonly stoppedBy: StoppedBy
}

/** What plans the intersections of one corridor, tick by tick. */
export interface Planner {
  /**
   * Plans every intersection that has a signal state and takes a new plan now (`minimumUpdateSeconds`).
   *
   * @param time what the tick may take; divided among the intersections.
   */
  plan(tick: CorridorTick, time: TimeBudget): readonly PlannedIntersection[]
}

/** Estimator and planner of one corridor; holds what was learnt between ticks. Pure: the same ticks, the same plans. */
export interface CorridorPlanner extends Planner {
  /** What was learnt until the last tick and is worth keeping over a restart; undefined when there is nothing. */
  learnt(): LearntCorridor | undefined
}

export interface CorridorPlannerOptions {
  readonly parameters?: Partial<PlannerParameters>
  /** Every plan covers at least this time from now. */
  readonly coverMs?: number
  /** What an earlier planner of the corridor had learnt; it counts less the older it is at the first tick. */
  readonly learnt?: LearntCorridor | undefined
}

/** What a vehicle loses on the way to a link by starting from standing and crossing the junction, s. */
const startSeconds = 5
/** Readings older than this are not caught up with: the plan starts from them as they are. */
const longestLagSeconds = 10

/** Creates the planner of a corridor that has passed `validateCorridor`. */
export function createCorridorPlanner(corridor: Corridor, options: CorridorPlannerOptions = {}): CorridorPlanner {
  const parameters: PlannerParameters = { ...defaultParameters, ...options.parameters }
  const coverMs = options.coverMs ?? 10_000
  const models = corridor.intersections.map(intersection =>
    createIntersectionModel(intersection, corridor.drivingSide, parameters)
  )
  const shares = createTimeShares(models.length)
  const memory = createSearchMemory(models, parameters)
  const controls = models.map(model => new IntersectionControl(model, parameters, corridor.timeZone, memory))
  const indexOf = new Map(models.map(({ intersectionId }, index) => [intersectionId, index]))
  const horizon = horizonSeconds(parameters)
  const linkModels = createLinkModels(corridor, models)
  const traffic = new Map([...linkModels].map(([linkId, link]) => [linkId, createLinkTraffic(link, horizon)]))
  const inbound = models.map((_, index) => [...traffic.values()].filter(({ link }) => link.toIntersection === index))
  const outbound = models.map(({ movements }) => [
    ...new Set(movements.flatMap(({ linkId }) => traffic.get(linkId ?? '') ?? []))
  ])
  const departures = models.map(model => new Float64Array(model.laneCount * horizon))
  /** Update slot in which each intersection was planned last. */
  const plannedSlots = models.map(() => Number.NaN)
  let lastTickMs: number | undefined

  function start({ learntAtMs, intersections }: LearntCorridor, nowMs: number): void {
    for (const entry of intersections) {
      const index = indexOf.get(entry.intersectionId)
      if (index !== undefined) controls[index]!.startFrom(entry, learntAtMs, nowMs)
    }
  }

  return {
    learnt() {
      if (lastTickMs === undefined) return undefined
      const { corridorId, configurationVersion } = corridor
      const intersections = controls.map(control => control.learnt())
      return { schemaVersion: 1, corridorId, configurationVersion, learntAtMs: lastTickMs, intersections }
    },
    plan(tick, time) {
      if (lastTickMs === undefined && options.learnt !== undefined) start(options.learnt, tick.nowMs)
      const elapsedSeconds = Math.round((tick.nowMs - (lastTickMs ?? tick.nowMs)) / 1000)
      lastTickMs = tick.nowMs
      const second = Math.floor(tick.nowMs / 1000)
      for (const { intersectionId, message } of tick.detections) {
        const index = indexOf.get(intersectionId)
        const state = tick.signals[intersectionId]
        if (index === undefined || state === undefined) continue
        controls[index]!.learn(message, state)
        releaseIntoLinks(controls[index]!, traffic, Math.floor(message.intervalEndAtMs / 1000))
      }
      for (const control of controls) control.see()
      for (const link of traffic.values()) forgetArrived(link, second - longestLagSeconds)
      for (const control of controls) limitByExits(control, controls, traffic)
      const planned: PlannedIntersection[] = []
      const slots = corridor.intersections.map(intersection => updateSlotOf(intersection, tick.nowMs))
      for (const [index, control] of controls.entries()) {
        const state = tick.signals[control.model.intersectionId]
        const isDue = slots[index] !== plannedSlots[index]
        const isPast = state !== undefined && isDue ? shares.begin(index, time) : undefined
        const running = state && control.locate(state, tick.nowMs)
        if (running === undefined) {
          for (const link of outbound[index]!) ageExpected(link, elapsedSeconds)
          continue
        }
        const lag = Math.round((tick.nowMs - control.readings.atMs) / 1000)
        const caughtUp = lag <= longestLagSeconds ? lag : 0
        addNeighbours(control, inbound[index]!, second - caughtUp)
        control.prepareService(running)
        control.catchUp(caughtUp, tick.nowMs)
        if (isPast === undefined) {
          // The controller follows its last plan, and so do those downstream.
          const kept = control.continueLast(running, tick.nowMs)
          if (kept === undefined) for (const link of outbound[index]!) ageExpected(link, elapsedSeconds)
          else
            announceDepartures(
              control,
              running,
              kept,
              departures[index]!,
              outbound[index]!,
              traffic,
              horizon,
              parameters
            )
          continue
        }
        plannedSlots[index] = slots[index]!
        const result = control.search(running, tick.nowMs, isPast)
        const untilMs = tick.nowMs + planValidityMs(corridor.intersections[index]!, coverMs)
        const intervals = toStageIntervals(control.model, running, result, tick.nowMs, untilMs)
        announceDepartures(control, running, result, departures[index]!, outbound[index]!, traffic, horizon, parameters)
        const decision = toDecision(control, running, result, tick.nowMs)
        const { intersectionId } = control.model
        planned.push({
          intersectionId,
          intervals,
          reason: formatReason(decision),
          decision,
          stoppedBy: result.stoppedBy
        })
        shares.end(index, time)
      }
      return planned
    }
  }
}

/** Vehicles that crossed the stop line travel along the link that their movement leads into. */
function releaseIntoLinks(
  { model, readings, flows }: IntersectionControl,
  traffic: ReadonlyMap<string, LinkTraffic>,
  second: number
): void {
  for (const { detector, lane, movements } of model.stopLines) {
    const vehicles = readings.vehicles[detector]!
    if (!(vehicles > 0)) continue
    for (const movement of movements) {
      const link = traffic.get(model.movements[movement]!.linkId ?? '')
      const position = model.laneMovements[lane]!.indexOf(movement)
      if (link === undefined || position < 0) continue
      const share = movements.length === 1 ? 1 : flows.shares[lane]![position]!
      enterLink(link, second, vehicles * share)
    }
  }
}

/** A lane discharges no faster than its exits can take vehicles: the free storage of the links it feeds. */
function limitByExits(
  control: IntersectionControl,
  controls: readonly IntersectionControl[],
  traffic: ReadonlyMap<string, LinkTraffic>
): void {
  const { model, flows, exitFreedom } = control
  for (let lane = 0; lane < model.laneCount; lane++) {
    let freedom = 1
    for (const [position, movement] of model.laneMovements[lane]!.entries()) {
      const link = traffic.get(model.movements[movement]!.linkId ?? '')
      if (link === undefined) continue
      const { storageVehicles, toApproach, toIntersection } = link.link
      const free = storageVehicles - controls[toIntersection]!.demand.seenVehicles[toApproach]!
      // Below room for three vehicles the exit slows the lane down, in proportion to those that go there.
      const room = Math.max(0, Math.min(1, free / 3))
      freedom -= flows.shares[lane]![position]! * (1 - room)
    }
    exitFreedom[lane] = Math.max(0.05, freedom)
  }
}

/** Adds to the demand what comes along the links beyond sight, and the long-run flow of what else is unseen. */
function addNeighbours(control: IntersectionControl, links: readonly LinkTraffic[], second: number): void {
  const { model, demand, flows } = control
  for (let approach = 0; approach < model.approachIds.length; approach++) {
    let neighbourFlow = 0
    const lanes = model.approachLanes[approach]!
    let total = 0
    for (const lane of lanes) total += flows.laneFlow[lane]!
    for (const traffic of links) {
      if (traffic.link.toApproach !== approach) continue
      neighbourFlow += traffic.flow
      const { travelSeconds, lengthMetres } = traffic.link
      for (const lane of lanes) {
        const from = Math.min(demand.horizon, Math.ceil((travelSeconds * demand.sightMetres[lane]!) / lengthMetres))
        const share = flows.laneFlow[lane]! / total
        // Near the stop line it matters that they left the upstream one from standing.
        const late = demand.seenByZones[lane] === 1 ? 0 : startSeconds
        for (let k = 0; k < demand.horizon; k++) {
          const expected = k >= late ? traffic.expected[k - late]! : 0
          const vehicles = expected + (k >= from ? underWayAt(traffic, second - late, k) : 0)
          if (vehicles > 0) addArrival(demand, lane, k, vehicles * share)
        }
      }
    }
    addUnseenArrivals(demand, model, flows, approach, neighbourFlow)
  }
}

/** Tells the links what the schedule is going to send into them. */
function announceDepartures(
  control: IntersectionControl,
  running: RunningStage,
  result: Pick<SearchResult, 'switches'>,
  departures: Float64Array,
  outbound: readonly LinkTraffic[],
  traffic: ReadonlyMap<string, LinkTraffic>,
  horizon: number,
  parameters: PlannerParameters
): void {
  const { model, demand, flows, service } = control
  if (outbound.length === 0) return
  predictDepartures(
    departures,
    model,
    {
      stage: running.stage,
      fromStage: running.fromStage,
      clearanceLeftSeconds: running.clearanceLeftSeconds,
      switches: result.switches,
      queue: demand.queue,
      arrivals: demand.arrivals,
      horizon,
      service
    },
    parameters
  )
  for (const link of outbound) {
    link.expected.fill(0)
    link.flow = 0
  }
  for (let lane = 0; lane < model.laneCount; lane++) {
    for (const [position, movement] of model.laneMovements[lane]!.entries()) {
      const link = traffic.get(model.movements[movement]!.linkId ?? '')
      if (link === undefined) continue
      const share = flows.shares[lane]![position]!
      link.flow += flows.laneFlow[lane]! * share
      const travel = Math.round(link.link.travelSeconds)
      for (let k = 0; k + travel < horizon; k++) {
        link.expected[k + travel]! += departures[lane * horizon + k]! * share
      }
    }
  }
}
