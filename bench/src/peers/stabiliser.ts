import type { IntersectionModel } from '@selaras/control'
import { coveringStages } from './covering-stages.ts'
import { expected, type IntersectionView } from './intersection-view.ts'

export interface StabiliserOptions {
  /** Service interval that the stabilising rule aims at, and the one that it never exceeds, s. */
  readonly desiredServiceSeconds: number
  readonly longestServiceSeconds: number
}

/** The stabilising rule of self-control: lanes whose queue has become critical are served first come, first served. */
export interface Stabiliser {
  /** Stage that has to run because of a critical lane; undefined while there is none. */
  demand(view: IntersectionView): number | undefined
}

/**
 * A lane is critical when n ≥ λ T (Tmax − a / (1 − ρ)) / (Tmax − T): n vehicles wait, λ arrive per second, a seconds
 * of red have passed, ρ = λ / s. It is served until it is empty, at most max(minimum green, ρ T + its part of the idle
 * time of the cycle T).
 *
 * @see Lämmer, S., Helbing, D. (2010), Self-stabilizing decentralized signal control of realistic, saturated network
 * traffic, Santa Fe Institute working paper 10-09-019.
 */
export function createStabiliser(
  model: IntersectionModel,
  { desiredServiceSeconds, longestServiceSeconds }: StabiliserOptions
): Stabiliser {
  const waiting: number[] = []
  const stages = coveringStages(model)

  const isCritical = (view: IntersectionView, lane: number): boolean => {
    const clearance = model.clearanceSeconds[view.stage * model.stageCount + stageFor(view, lane)]!
    const vehicles = expected(view, lane, clearance)
    if (vehicles < 0.5) return false
    const load = Math.min(0.95, view.flow[lane]! / rateUnder(view, stageFor(view, lane), lane))
    const patience = longestServiceSeconds - view.redSeconds[lane]! / (1 - load)
    const critical =
      (view.flow[lane]! * desiredServiceSeconds * patience) / (longestServiceSeconds - desiredServiceSeconds)
    return vehicles >= critical
  }

  const longestGreen = (view: IntersectionView, lane: number): number => {
    const loads = stages.map(stage => loadOf(view, stage))
    const needs = loads.map((load, index) => {
      const [stage, next] = [stages[index]!, stages[(index + 1) % stages.length]!]
      const clearance = model.clearanceSeconds[stage * model.stageCount + next]!
      return Math.max(load * desiredServiceSeconds, model.minimumGreenSeconds[stage]!) + clearance
    })
    const idle = Math.max(0, desiredServiceSeconds - needs.reduce((sum, need) => sum + need, 0))
    const stage = stageFor(view, lane)
    const load = view.flow[lane]! / rateUnder(view, stage, lane)
    return Math.max(model.minimumGreenSeconds[stage]!, load * desiredServiceSeconds + idle / stages.length)
  }

  return {
    demand(view) {
      for (let lane = 0; lane < model.laneCount; lane++) {
        const isServed = model.laneGreen[view.stage]![lane] === 1
        if (!isServed && !waiting.includes(lane) && isCritical(view, lane)) waiting.push(lane)
      }
      for (let head = waiting[0]; head !== undefined; head = waiting[0]) {
        const isServed = model.laneGreen[view.stage]![head] === 1 && view.clearanceLeftSeconds === 0
        const isDone = isServed && view.greenSeconds >= longestGreen(view, head)
        if (!isDone && view.queue[head]! >= 0.5) return isServed ? view.stage : stageFor(view, head)
        waiting.shift()
      }
      return undefined
    }
  }
}

const lowestRate = 0.05

const rateUnder = ({ model, rate }: IntersectionView, stage: number, lane: number): number =>
  Math.max(lowestRate, rate[stage * model.laneCount + lane]!)

/** The stage that serves a lane best: by its discharge, then by what all its lanes discharge. */
function stageFor(view: IntersectionView, lane: number): number {
  const { model } = view
  let best = 0
  let highest = -1
  for (let stage = 0; stage < model.stageCount; stage++) {
    if (model.laneGreen[stage]![lane] === 0) continue
    let others = 0
    for (let other = 0; other < model.laneCount; other++) {
      others += Math.min(view.queue[other]!, 5) * view.rate[stage * model.laneCount + other]!
    }
    const value = 1000 * view.rate[stage * model.laneCount + lane]! + others
    if (value <= highest) continue
    highest = value
    best = stage
  }
  return best
}

/** Highest load among the lanes that a stage serves best. */
function loadOf(view: IntersectionView, stage: number): number {
  const { model, flow } = view
  let highest = 0
  for (let lane = 0; lane < model.laneCount; lane++) {
    if (stageFor(view, lane) === stage) highest = Math.max(highest, flow[lane]! / rateUnder(view, stage, lane))
  }
  return highest
}
