import type { CreatePeer, IntersectionView } from './intersection-view.ts'

export interface DelayBasedOptions {
  readonly longestGreenSeconds: number
  /** Leaves out stages for whose lanes nobody waits; the publication runs them all. */
  readonly skipsEmpty: boolean
}

/**
 * Delay-based actuation: stages in the programme's order, each green while a vehicle in sight that has lost time has
 * not yet passed, within minimum and longest green. Vehicles that roll in freely do not extend it.
 *
 * The vehicles of a lane that have lost time are those that have stood and not crossed since. The same rule is SUMO's
 * `delay_based`, which ends with a failed assertion (MSE2Collector, 1.15) where a detector spans several lanes.
 *
 * @see Oertel, R., Wagner, P. (2011), Delay-time actuated traffic signal control for an isolated intersection, TRB
 * 90th annual meeting. Decisions every second, as published.
 */
export const createDelayBased =
  ({ longestGreenSeconds, skipsEmpty }: DelayBasedOptions): CreatePeer =>
  ({ models }) => {
    const delayed = models.map(({ laneCount }) => new Float64Array(laneCount))
    return {
      choose(view) {
        const { model, stage, candidates, greenSeconds } = view
        const waiting = delayed[view.index]!
        countDelayed(view, waiting)
        if (candidates.length === 1 && candidates[0] === stage) return stage
        const following = Array.from({ length: model.stageCount - 1 }, (_, k) => (stage + 1 + k) % model.stageCount)
        const wanted = following.filter(next => !skipsEmpty || servesSome(view, waiting, next))
        const goesOn = greenSeconds < longestGreenSeconds && servesSome(view, waiting, stage)
        const stays = candidates.includes(stage) && (goesOn || wanted.length === 0)
        return stays ? stage : (wanted[0] ?? following[0]!)
      }
    }
  }

function countDelayed(view: IntersectionView, waiting: Float64Array): void {
  const { model, queue } = view
  for (const [index, { lane }] of model.stopLines.entries()) {
    waiting[lane] = Math.max(0, waiting[lane]! - (view.crossed(index) || 0))
  }
  for (let lane = 0; lane < model.laneCount; lane++) waiting[lane] = Math.max(waiting[lane]!, queue[lane]!)
}

/**
 * Whether a vehicle that has lost time is on a lane that the stage serves, and no other stage serves much better: who
 * waits for a gap does not extend a permissive green that a protected one follows.
 */
function servesSome({ model, rate }: IntersectionView, waiting: Float64Array, stage: number): boolean {
  return waiting.some((vehicles, lane) => {
    if (vehicles < 0.5 || model.laneGreen[stage]![lane] === 0) return false
    const rates = model.laneGreen.map((_, each) => rate[each * model.laneCount + lane]!)
    return rates[stage]! >= 0.8 * Math.max(...rates)
  })
}
