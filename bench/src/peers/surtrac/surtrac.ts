import { coveringStages } from '../covering-stages.ts'
import type { CreatePeer, IntersectionView } from '../intersection-view.ts'
import { type Cluster, clustersOf } from './clusters.ts'
import { createNeighbours } from './neighbours.ts'
import { scheduleClusters } from './schedule.ts'

export interface SurtracOptions {
  /** Vehicles that follow each other within this time are one cluster, s. */
  readonly gapSeconds: number
  readonly startUpLossSeconds: number
}

/** Above this many states clusters are joined over longer gaps. */
const mostStates = 3000
const horizonSeconds = 54

/**
 * Schedule-driven control in the manner of SURTRAC: each second every intersection schedules the clusters of vehicles
 * that it sees and those that its neighbours' schedules will send, follows the first of them, and announces its outflow.
 *
 * Stages that a schedule chooses from are the fewest that serve every movement; a lane belongs to the one that
 * discharges it best. The schedule may take them in any order.
 *
 * @see Xie, X.-F., Smith, S. F., Lu, L., Barlow, G. J. (2012), Schedule-driven intersection control, Transportation
 * Research C 24; Xie, Smith, Barlow (2012), Schedule-driven coordination for real-time traffic network control,
 * ICAPS. Rescheduled every second, as published.
 */
export const createSurtrac =
  ({ gapSeconds, startUpLossSeconds }: SurtracOptions): CreatePeer =>
  corridor => {
    const neighbours = createNeighbours(corridor, horizonSeconds)
    const covering = corridor.models.map(coveringStages)
    return {
      choose(view) {
        const { model, stage, candidates } = view
        const own = covering[view.index]!
        const stages = own.includes(stage) ? own : [...own, stage]
        const clusters = clustersWithin(view, neighbours.arrivalsAt(view), stages, gapSeconds)
        const order = scheduleClusters({
          clusters,
          running: stages.indexOf(stage),
          greenSeconds: view.greenSeconds,
          clearanceLeftSeconds: view.clearanceLeftSeconds,
          minimumGreenSeconds: stages.map(each => model.minimumGreenSeconds[each]!),
          maximumGreenSeconds: stages.map(each => model.maximumGreenSeconds[each]!),
          clearanceSeconds: (from, to) => model.clearanceSeconds[stages[from]! * model.stageCount + stages[to]!]!,
          startUpLossSeconds
        })
        neighbours.announce(
          view,
          order.flatMap(({ cluster, startSeconds, endSeconds }) =>
            [...cluster.byLane].map(([lane, vehicles]) => ({
              lane,
              vehicles,
              fromSeconds: startSeconds,
              untilSeconds: endSeconds
            }))
          )
        )
        const first = order[0]
        if (first === undefined) return candidates.includes(stage) ? stage : candidates[0]!
        const wanted = stages[first.stage]!
        const clearance = model.clearanceSeconds[stage * model.stageCount + wanted]!
        // The switch can wait while green would come before the cluster does.
        const isDue = first.cluster.arrivalSeconds < clearance + startUpLossSeconds + 1
        if (candidates.includes(wanted) && (isDue || !candidates.includes(stage))) return wanted
        return candidates.includes(stage) ? stage : candidates[0]!
      }
    }
  }

/** Clusters by position in `stages`; so coarse that the schedule stays small. */
function clustersWithin(
  view: IntersectionView,
  arrivals: Float64Array,
  stages: readonly number[],
  gapSeconds: number
): readonly (readonly Cluster[])[] {
  const lanes = lanesByStage(view, stages)
  for (let gap = gapSeconds; ; gap *= 2) {
    const clusters = stages.map((stage, position) => clustersOf(view, arrivals, stage, lanes[position]!, gap))
    const states = clusters.reduce((product, own) => product * (own.length + 1), 1)
    if (states <= mostStates || gap > view.horizon) return clusters
  }
}

/** Each lane at the stage, by position, that discharges it best. */
function lanesByStage({ model, rate }: IntersectionView, stages: readonly number[]): readonly (readonly number[])[] {
  const lanes = stages.map((): number[] => [])
  for (let lane = 0; lane < model.laneCount; lane++) {
    const rates = stages.map(stage =>
      model.laneGreen[stage]![lane] === 1 ? rate[stage * model.laneCount + lane]! : -1
    )
    lanes[rates.indexOf(Math.max(...rates))]!.push(lane)
  }
  return lanes
}
