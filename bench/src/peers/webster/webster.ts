import {
  createIntersectionModel,
  createLinkModels,
  defaultParameters,
  type IntersectionModel,
  type LinkModel
} from '@selaras/control'
import type { Corridor, TimingPlan } from '@selaras/shared'
import { coveringStages } from '../covering-stages.ts'
import { type LaneDemand, spreadDemand } from './lane-demand.ts'
import { findOffsets } from './progression.ts'
import { type CyclePlan, clearanceAfter, splitCycle } from './splits.ts'
import type { TurningVolumes } from './turning-volumes.ts'

const cycles = Array.from({ length: 23 }, (_, index) => 20 + 5 * index)

/**
 * The corridor with a fixed-time plan of its own for every intersection: splits and cycle with the least delay by
 * Webster's formula for the expected demand; connected intersections share the cycle that is best for all and get
 * offsets, unless cycles of their own promise less delay.
 */
export function withWebsterPlans(corridor: Corridor, volumes: TurningVolumes): Corridor {
  const models = corridor.intersections.map(intersection =>
    createIntersectionModel(intersection, corridor.drivingSide, defaultParameters)
  )
  const demands = models.map(model => spreadDemand(model, volumes.get(model.intersectionId)!))
  const stages = models.map((model, index) => usedStages(model, demands[index]!))
  const links = createLinkModels(corridor, models)
  const { plans, offsets } = planCorridor(models, links, demands, stages)
  return {
    ...corridor,
    intersections: corridor.intersections.map((intersection, index) => ({
      ...intersection,
      timingPlans: [toTimingPlan(models[index]!, plans[index]!, offsets[index]!)],
      schedule: []
    }))
  }
}

/** Stages that serve somebody; at least two, so that there is a cycle. */
function usedStages(model: IntersectionModel, { flow }: LaneDemand): number[] {
  const stages = coveringStages(model)
  const used = stages.filter(stage =>
    flow.some((vehicles, lane) => vehicles > 0 && model.laneGreen[stage]![lane] === 1)
  )
  return used.length >= 2 ? used : stages
}

function planCorridor(
  models: readonly IntersectionModel[],
  links: ReadonlyMap<string, LinkModel>,
  demands: readonly LaneDemand[],
  stages: readonly (readonly number[])[]
): { plans: readonly CyclePlan[]; offsets: readonly number[] } {
  const choices = models.map((model, index) =>
    cycles.map(cycle => splitCycle(model, demands[index]!, stages[index]!, cycle))
  )
  const own = choices.map(plans => plans.reduce((best, plan) => (plan.delay < best.delay ? plan : best)))
  const alone = { plans: own, offsets: own.map(() => 0) }
  if (links.size === 0) return alone
  const common = cycles
    .map((cycleSeconds, index) => ({ cycleSeconds, plans: choices.map(plans => plans[index]!) }))
    .filter(({ cycleSeconds, plans }) => plans.every(plan => plan.cycleSeconds === cycleSeconds))
    .map(({ plans }) => ({ plans, delay: sum(plans.map(({ delay }) => delay)) }))
  if (common.length === 0) return alone
  const { plans } = common.reduce((best, each) => (each.delay < best.delay ? each : best))
  const { offsets, delay } = findOffsets(models, links, demands, plans)
  return delay < sum(own.map(plan => plan.delay)) ? { plans, offsets } : alone
}

function toTimingPlan(
  model: IntersectionModel,
  { stages, greens, cycleSeconds }: CyclePlan,
  offset: number
): TimingPlan {
  return {
    timingPlanId: 'webster',
    cycleSeconds,
    offsetSeconds: offset,
    offsetReference: 'firstStageGreenStart',
    splits: stages.map((stage, index) => ({
      stage: model.stageNumbers[stage]!,
      splitSeconds: greens[index]! + clearanceAfter(model, stages, index)
    }))
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
