import { dayKinds, type LearntIntersection, profileIntervals } from '@selaras/shared'
import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import { type DemandProfile, profileFlow, profileSlots } from './demand-profile.ts'
import { type Discharge, highestFactor, lowestFactor } from './discharge.ts'
import { type Flows, leastFlow, priorFlow } from './flows.ts'
import { lowestShare, type PathShares } from './path-shares.ts'

/** The estimates of one intersection that are worth keeping over a restart. */
export interface Learning {
  readonly flows: Flows
  readonly discharge: Discharge
  readonly paths: PathShares
  readonly profile: DemandProfile
}

/** Age at which what was learnt counts 1/e: flows of the last minutes, and shares, which change with the time of day. */
const flowMemorySeconds = 900
const shareMemorySeconds = 6 * 3600
/** No lane carries more, vehicles per second. */
const highestFlow = 2
const longestObservedSeconds = 1e10
/** A discharge factor this close to 1 is what a new planner begins with. */
const negligibleFactor = 0.01

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))
const perHour = (perSecond: number): number => rounded(Math.min(highestFlow, perSecond) * 3600, 1)

/** What was learnt, by ids. */
export function toLearnt(model: IntersectionModel, learning: Learning): LearntIntersection {
  const { flows, discharge, paths, profile } = learning
  return {
    intersectionId: model.intersectionId,
    observedSeconds: flows.observedSeconds,
    lanes: model.laneIds.map((laneId, lane) => ({
      laneId,
      flowVehiclesPerHour: perHour(flows.laneFlow[lane]!),
      shares: model.laneMovements[lane]!.map((movement, position) => ({
        movementId: model.movements[movement]!.movementId,
        share: rounded(flows.shares[lane]![position]!, 4)
      })),
      profile: dayKinds.flatMap((dayKind, kind) => {
        const flowsVehiclesPerHour = Array.from({ length: profileIntervals }, (_, quarter) => {
          const flow = profileFlow(profile, lane, kind * profileIntervals + quarter)
          return flow === undefined ? null : Math.round(perHour(flow))
        })
        return flowsVehiclesPerHour.every(flow => flow === null) ? [] : [{ dayKind, flowsVehiclesPerHour }]
      })
    })),
    discharge: model.stageNumbers.flatMap((stage, row) =>
      model.laneIds.flatMap((laneId, lane) => {
        const factor = discharge.factor[row * model.laneCount + lane]!
        return Math.abs(factor - 1) < negligibleFactor ? [] : [{ stage, laneId, factor: rounded(factor, 3) }]
      })
    ),
    feeders: model.zones.flatMap((zone, index) => {
      if (zone.own) return []
      const detectorId = model.detectorIds[zone.detector]!
      const share = rounded(paths.share[index]!, 4)
      return [{ detectorId, share, flowVehiclesPerHour: perHour(paths.zoneFlow[index]!) }]
    })
  }
}

/**
 * Starts estimates from what was learnt `ageSeconds` ago: each value in part, less the older it is, the rest from its
 * prior. The demand profile keeps; it is the prior of the flows. Ids that are not known here, and values that are not
 * numbers within their bounds, are left out one by one: a bad or foreign record does no harm.
 */
export function startFrom(
  learnt: LearntIntersection,
  ageSeconds: number,
  slot: number,
  model: IntersectionModel,
  learning: Learning,
  parameters: PlannerParameters
): void {
  const trust = (memorySeconds: number) => (ageSeconds >= 0 ? Math.exp(-ageSeconds / memorySeconds) : 0)
  const { flows, discharge, paths, profile } = learning
  const lanes = new Map(model.laneIds.map((laneId, lane) => [laneId, lane]))
  const flowTrust = trust(flowMemorySeconds)
  const shareTrust = trust(shareMemorySeconds)
  flows.observedSeconds = flowTrust * (within(learnt.observedSeconds, 0, longestObservedSeconds) ?? 0)
  paths.observedSeconds = shareTrust * (within(learnt.observedSeconds, 0, longestObservedSeconds) ?? 0)
  for (const { laneId, flowVehiclesPerHour, shares, profile: days } of listOf(learnt.lanes)) {
    const lane = lanes.get(laneId)
    if (lane === undefined) continue
    for (const { dayKind, flowsVehiclesPerHour } of listOf(days)) {
      const from = lane * profileSlots + dayKinds.indexOf(dayKind) * profileIntervals
      if (!dayKinds.includes(dayKind) || !Array.isArray(flowsVehiclesPerHour)) continue
      for (const [quarter, value] of flowsVehiclesPerHour.slice(0, profileIntervals).entries()) {
        const flow = flowOf(value)
        if (flow !== undefined) profile.flow[from + quarter] = flow
      }
    }
    const prior = profileFlow(profile, lane, slot) ?? priorFlow
    const flow = flowOf(flowVehiclesPerHour) ?? prior
    flows.laneFlow[lane] = Math.max(leastFlow, prior + flowTrust * (flow - prior))
    startShares(flows.shares[lane]!, model, lane, shares, shareTrust)
  }
  const dischargeTrust = trust(parameters.dischargeReturnSeconds)
  for (const { stage, laneId, factor } of listOf(learnt.discharge)) {
    const row = model.stageIndex.get(stage)
    const lane = lanes.get(laneId)
    const known = within(factor, lowestFactor, highestFactor)
    if (row === undefined || lane === undefined || known === undefined) continue
    discharge.factor[row * model.laneCount + lane] = 1 + dischargeTrust * (known - 1)
  }
  const zones = new Map(model.zones.map(({ detector }, index) => [model.detectorIds[detector]!, index]))
  for (const { detectorId, share, flowVehiclesPerHour } of listOf(learnt.feeders)) {
    const index = zones.get(detectorId)
    if (index === undefined) continue
    paths.share[index] = 1 + shareTrust * ((within(share, lowestShare, 1) ?? 1) - 1)
    paths.zoneFlow[index] = shareTrust * (flowOf(flowVehiclesPerHour) ?? 0)
  }
}

function startShares(
  shares: Float64Array,
  model: IntersectionModel,
  lane: number,
  learnt: LearntIntersection['lanes'][number]['shares'],
  trust: number
): void {
  const own = model.laneMovements[lane]!
  for (const { movementId, share } of listOf(learnt)) {
    const position = own.findIndex(movement => model.movements[movement]!.movementId === movementId)
    const known = within(share, 0, 1)
    if (position < 0 || known === undefined) continue
    shares[position]! += trust * (known - shares[position]!)
  }
  const sum = shares.reduce((total, share) => total + share, 0)
  for (let position = 0; position < shares.length; position++) {
    shares[position] = sum > 0 ? shares[position]! / sum : 1 / shares.length
  }
}

/** The objects of a list that came from outside; none of anything else. */
const listOf = <Entry extends object>(list: readonly Entry[]): readonly Entry[] =>
  Array.isArray(list) ? list.filter(entry => typeof entry === 'object' && entry !== null) : []

/** The value if it is a number from `least` to `most`. */
const within = (value: unknown, least: number, most: number): number | undefined =>
  typeof value === 'number' && value >= least && value <= most ? value : undefined

const flowOf = (vehiclesPerHour: unknown): number | undefined => {
  const known = within(vehiclesPerHour, 0, highestFlow * 3600)
  return known === undefined ? undefined : known / 3600
}
