import type { IntersectionModel } from '@selaras/control'
import { laneDelay } from './lane-delay.ts'
import type { LaneDemand } from './lane-demand.ts'

/** Stages of a cycle in their order, with the green of each, s. */
export interface CyclePlan {
  readonly stages: readonly number[]
  readonly greens: readonly number[]
  readonly cycleSeconds: number
}

/** Green that a gained lane loses, and yellow that a lost one still uses, s. */
const startUpLossSeconds = 1
const yellowUseSeconds = 2
const steps = [8, 3, 1]

/**
 * Splits of a cycle with the least delay by Webster's formula, found by moving green between stages from an even split.
 *
 * @param cycleSeconds raised where it does not hold minimum greens and clearances.
 */
export function splitCycle(
  model: IntersectionModel,
  demand: LaneDemand,
  stages: readonly number[],
  cycleSeconds: number
): CyclePlan & { readonly delay: number } {
  const greens = stages.map(stage => Math.ceil(model.minimumGreenSeconds[stage]!))
  const clearances = stages.map((_, index) => clearanceAfter(model, stages, index))
  const least = [...greens, ...clearances].reduce((total, part) => total + part, 0)
  const cycle = Math.max(cycleSeconds, least)
  for (let spare = cycle - least, index = 0; spare > 0; spare--, index++) greens[index % stages.length]! += 1
  const delayOf = () => delayUnder(model, demand, { stages, greens, cycleSeconds: cycle })
  let delay = delayOf()
  for (const step of steps) {
    for (let improved = true; improved; ) {
      improved = false
      for (const from of stages.keys()) {
        for (const to of stages.keys()) {
          if (from === to || greens[from]! - step < model.minimumGreenSeconds[stages[from]!]!) continue
          greens[from]! -= step
          greens[to]! += step
          const changed = delayOf()
          if (changed < delay - 1e-9) {
            delay = changed
            improved = true
          } else {
            greens[from]! += step
            greens[to]! -= step
          }
        }
      }
    }
  }
  return { stages, greens, cycleSeconds: cycle, delay }
}

/** Delay of all lanes under evenly spread arrivals, vehicle-seconds per second. */
function delayUnder(model: IntersectionModel, demand: LaneDemand, plan: CyclePlan): number {
  const service = serviceOf(model, demand, plan)
  const arrivals = new Float64Array(plan.cycleSeconds)
  let delay = 0
  for (const [lane, own] of service.entries()) {
    if (demand.flow[lane] === 0) continue
    delay += laneDelay(arrivals.fill(demand.flow[lane]!), own)
  }
  return delay
}

/** Vehicles that each lane could discharge, by second from the first stage's start of green. */
export function serviceOf(model: IntersectionModel, { rate }: LaneDemand, plan: CyclePlan): Float64Array[] {
  const service = Array.from({ length: model.laneCount }, () => new Float64Array(plan.cycleSeconds))
  let second = 0
  for (const [index, stage] of plan.stages.entries()) {
    const before = plan.stages.at(index - 1)!
    const after = plan.stages[(index + 1) % plan.stages.length]!
    const green = plan.greens[index]!
    const clearance = clearanceAfter(model, plan.stages, index)
    for (const [lane, own] of service.entries()) {
      const at = (each: number) => rate[each * model.laneCount + lane]!
      const lost = at(before) > 0 ? 0 : startUpLossSeconds
      for (let k = lost; k < green; k++) own[second + k] = at(stage)
      const goesOn = at(after) > 0
      const used = goesOn ? clearance : Math.min(yellowUseSeconds, clearance)
      for (let k = green; k < green + used; k++) own[second + k] = goesOn ? Math.min(at(stage), at(after)) : at(stage)
    }
    second += green + clearance
  }
  return service
}

/** Whole seconds from the end of a stage's green to the next green. */
export function clearanceAfter(model: IntersectionModel, stages: readonly number[], index: number): number {
  const next = stages[(index + 1) % stages.length]!
  return Math.ceil(model.clearanceSeconds[stages[index]! * model.stageCount + next]!)
}
