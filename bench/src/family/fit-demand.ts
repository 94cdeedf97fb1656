import { drawRouteFlows, type RouteFlow } from './demand/route-flows.ts'
import type { Features } from './features.ts'
import type { PlainNetwork, PlainSignal } from './network/plain.ts'
import type { Random } from './random.ts'
import { type LaneCapacity, laneCapacitiesOf } from './signals/capacity.ts'
import { criticalDegree, delayHours, type FixedPlan, planWithCycle, shortestCycleOf } from './signals/fixed-plan.ts'
import { type StageDisplays, stagesOf } from './signals/stages.ts'

/** A signal with its stages and fixed plan. */
export interface PlannedSignal {
  readonly signal: PlainSignal
  readonly stages: readonly StageDisplays[]
  readonly plan: FixedPlan
}

export interface FittedDemand {
  readonly flows: readonly RouteFlow[]
  readonly vehiclesPerHourPerWeight: number
  readonly signals: readonly PlannedSignal[]
}

/** Cycle at which the degree of saturation is compared with the feature, s. */
const referenceCycleSeconds = 90
const longestCycleSeconds = 120
const mostPerEntryLane = 1500
/** Of the quarter of an hour around the peak. */
const peakOverMean = 1.35

/**
 * Scales the demand until the most loaded signal has, in its busier half of the period or around the peak, the
 * degree of saturation that the features ask for; then plans splits for the mean demand, and the one cycle, common to all signals, that delays least by Webster's reasoning.
 */
export function fitDemand(network: PlainNetwork, features: Features, random: Random): FittedDemand {
  const flows = drawRouteFlows(network, features, random)
  const signals = network.signals.map(signal => ({ signal, stages: stagesOf(signal, features) }))
  const mean = movementWeights(flows, ([first, second]) => (first + second) / 2)
  const halves = [movementWeights(flows, ([first]) => first), movementWeights(flows, ([, second]) => second)]
  const lanesAt = (
    signal: PlainSignal,
    stages: readonly StageDisplays[],
    scale: number,
    movements: ReadonlyMap<string, number>
  ): readonly LaneCapacity[] =>
    laneCapacitiesOf(signal, stages, (from, to) => scale * (movements.get(`${from} ${to}`) ?? 0))
  const shortest = Math.max(...signals.map(({ stages }) => shortestCycleOf(stages)))
  const reference = Math.max(referenceCycleSeconds, shortest)
  const degreeAt = (scale: number): number =>
    Math.max(
      ...signals.map(({ signal, stages }) => {
        const plan = planWithCycle(stages, lanesAt(signal, stages, scale, mean), reference)
        return Math.max(...halves.map(half => criticalDegree(lanesAt(signal, stages, scale * peak, half), plan)))
      })
    )
  const peak = features.demand === 'peaked' ? peakOverMean : 1
  let low = 0
  let high = mostPerEntryLane / heaviestEntry(network, flows)
  for (let step = 0; step < 14; step++) {
    const middle = (low + high) / 2
    if (degreeAt(middle) < features.volumeToCapacity) low = middle
    else high = middle
  }
  const lanes = signals.map(({ signal, stages }) => lanesAt(signal, stages, low, mean))
  const plansAt = (cycle: number) => signals.map(({ stages }, index) => planWithCycle(stages, lanes[index]!, cycle))
  let best = plansAt(shortest)
  const delayOf = (plans: readonly FixedPlan[]) =>
    plans.reduce((sum, plan, index) => sum + delayHours(lanes[index]!, plan), 0)
  for (let cycle = 10 * Math.ceil(Math.max(shortest, 40) / 10); cycle <= longestCycleSeconds; cycle += 10) {
    const plans = plansAt(cycle)
    if (delayOf(plans) < delayOf(best)) best = plans
  }
  return {
    flows,
    vehiclesPerHourPerWeight: low,
    signals: signals.map((entry, index) => ({ ...entry, plan: best[index]! }))
  }
}

/** Weight of each movement, by its two edges. */
export function movementWeights(
  flows: readonly RouteFlow[],
  weightOf: (halves: RouteFlow['weights']) => number
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const { edges, weights: halves } of flows) {
    const weight = weightOf(halves)
    for (const [position, from] of edges.entries()) {
      const to = edges[position + 1]
      if (to !== undefined) weights.set(`${from} ${to}`, (weights.get(`${from} ${to}`) ?? 0) + weight)
    }
  }
  return weights
}

function heaviestEntry({ terminals }: PlainNetwork, flows: readonly RouteFlow[]): number {
  return Math.max(
    ...terminals.map(({ entryEdge, lanes }) => {
      const own = flows.filter(({ edges }) => edges[0] === entryEdge)
      return own.reduce((sum, { weights }) => sum + Math.max(...weights), 0) / lanes
    })
  )
}
