import {
  type Corridor,
  checkerOf,
  formatPlanProblem,
  formatProblem,
  type PhasePlan,
  PhasePlanSchema,
  validatePhasePlan
} from '@selaras/shared'

const checkShape = checkerOf(PhasePlanSchema)

/** Every reason why a committed plan must not reach its controller now; empty means that it may be published. */
export function judgePlan(plan: PhasePlan, corridor: Corridor | undefined, nowMs: number): readonly string[] {
  const shape = checkShape(plan)
  if (!shape.ok) return shape.problems.map(formatProblem)
  const intersection = corridor?.intersections.find(({ intersectionId }) => intersectionId === plan.intersectionId)
  if (corridor === undefined || intersection === undefined) {
    return [`${plan.corridorId}/${plan.intersectionId}: expected a configured intersection`]
  }
  const { corridorId, configurationVersion, limits } = corridor
  const context = { corridorId, configurationVersion, limits, intersection, nowMs }
  return validatePhasePlan(plan, context).map(formatPlanProblem)
}
