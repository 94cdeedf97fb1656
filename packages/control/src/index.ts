export { type Ablation, ablations } from './ablations.ts'
export { createLinkTraffic, enterLink, forgetArrived, type LinkTraffic, underWayAt } from './coordinate/link-traffic.ts'
export {
  type CorridorPlanner,
  type CorridorPlannerOptions,
  type CorridorTick,
  createCorridorPlanner,
  type PlannedIntersection,
  type Planner
} from './corridor-planner.ts'
export { IntersectionControl } from './intersection-control.ts'
export {
  createIntersectionModel,
  createLinkModels,
  type IntersectionModel,
  type LinkModel,
  right
} from './model/intersection-model.ts'
export { defaultParameters, horizonSeconds, type PlannerParameters } from './parameters.ts'
export type { RunningStage } from './running-stage.ts'
export { createSearchMemory } from './search/search-memory.ts'
export { type TimeBudget, unlimitedTime } from './time-budget.ts'
export { warmUp } from './warm-up/warm-up.ts'
