import { bestStage, type CreatePeer, expected, type IntersectionView } from './intersection-view.ts'
import { createStabiliser, type StabiliserOptions } from './stabiliser.ts'

/**
 * Self-control: each second the stage with the highest priority, vehicles served per second of what it takes to serve
 * them; a stabilising rule takes over for lanes that would otherwise wait too long.
 *
 * Priority of another stage: n / (penalty + τ + g), of the running one: the highest n / (k + g) over the wait k for
 * a platoon; n vehicles that a green of g seconds from then on clears, τ the clearance between, penalty the mean extra
 * wait of those whose service is broken off.
 *
 * @see Lämmer, S., Helbing, D. (2008), Self-control of traffic lights and vehicle flows in urban road networks,
 * Journal of Statistical Mechanics P04019. Decisions every second, as published; a stage is here what a single flow
 * is in the paper, its required green that of its slowest lane.
 */
export const createSelfControl =
  (options: StabiliserOptions): CreatePeer =>
  ({ models }) => {
    const stabilisers = models.map(model => createStabiliser(model, options))
    return {
      choose(view) {
        const forced = stabilisers[view.index]!.demand(view)
        if (forced !== undefined && view.candidates.includes(forced)) return forced
        return bestStage(view, stage => priorityOf(view, stage))
      }
    }
  }

/** Priority index of a stage, vehicles per second. */
export function priorityOf(view: IntersectionView, stage: number): number {
  const { model } = view
  if (stage === view.stage) {
    let highest = 0
    const longestWait = longestClearance(view)
    for (let wait = view.clearanceLeftSeconds; wait <= longestWait; wait++) {
      const { vehicles, greenSeconds } = serviceOf(view, stage, wait)
      if (vehicles > 0) highest = Math.max(highest, vehicles / (wait + greenSeconds))
    }
    return highest
  }
  const clearance = model.clearanceSeconds[view.stage * model.stageCount + stage]!
  const { vehicles, greenSeconds } = serviceOf(view, stage, clearance)
  if (vehicles <= 0) return 0
  return vehicles / (penaltyOf(view, stage) + clearance + Math.max(greenSeconds, model.minimumGreenSeconds[stage]!))
}

/** The vehicles that have come when a green from `startSeconds` on has cleared every lane, and its length. */
function serviceOf(
  view: IntersectionView,
  stage: number,
  startSeconds: number
): { vehicles: number; greenSeconds: number } {
  const { model, rate, horizon } = view
  let greenSeconds = 0
  for (let lane = 0; lane < model.laneCount; lane++) {
    const service = rate[stage * model.laneCount + lane]!
    if (model.laneGreen[stage]![lane] === 0 || service <= 0) continue
    let green = greenSeconds
    while (startSeconds + green < horizon && expected(view, lane, startSeconds + green) > service * green) green += 1
    greenSeconds = green
  }
  let vehicles = 0
  for (let lane = 0; lane < model.laneCount; lane++) {
    const service = rate[stage * model.laneCount + lane]!
    if (model.laneGreen[stage]![lane] === 0) continue
    vehicles += Math.min(expected(view, lane, startSeconds + greenSeconds), service * greenSeconds)
  }
  return { vehicles, greenSeconds }
}

/** Mean time that vehicles of the running stage wait longer, s, if it is broken off for another one and comes back. */
function penaltyOf(view: IntersectionView, to: number): number {
  const { model } = view
  const back = model.clearanceSeconds[to * model.stageCount + view.stage]!
  let waits = 0
  let vehicles = 0
  for (let lane = 0; lane < model.laneCount; lane++) {
    if (model.laneGreen[view.stage]![lane] === 0 || model.laneGreen[to]![lane] === 1) continue
    for (let k = 0; k < back; k++) waits += expected(view, lane, k)
    vehicles += expected(view, lane, back)
  }
  return vehicles > 0 ? waits / vehicles : 0
}

function longestClearance({ model, stage }: IntersectionView): number {
  let longest = 0
  for (let to = 0; to < model.stageCount; to++) {
    longest = Math.max(longest, model.clearanceSeconds[to * model.stageCount + stage]!)
  }
  return longest
}
