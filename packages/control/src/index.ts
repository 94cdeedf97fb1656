export {
  type CorridorPlanner,
  type CorridorPlannerOptions,
  type CorridorTick,
  createCorridorPlanner,
  type PlannedIntersection
} from './corridor-planner.ts'
export { defaultParameters, horizonSeconds, type PlannerParameters } from './parameters.ts'
