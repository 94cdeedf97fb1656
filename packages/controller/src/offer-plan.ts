import { formatPlanProblem, type PhasePlan, type PlanAck, validatePhasePlan } from '@selaras/shared'
import type { ControllerState } from './controller-state.ts'

/** Most problems that an acknowledgement lists. */
const mostProblems = 16

/**
 * Offers a plan. Only a plan that is newer by (epoch, revision) and has no problem in the controller's own eyes is
 * taken; it is executed from the next step on. Any other changes nothing.
 */
export function offerPlan(
  state: ControllerState,
  plan: PhasePlan,
  nowMs: number
): { readonly state: ControllerState; readonly ack: PlanAck } {
  const { epoch, revision } = plan
  const ack = (result: PlanAck['result'], problems: readonly string[] = []): PlanAck => ({
    schemaVersion: 1,
    producedAtMs: nowMs,
    epoch,
    revision,
    result,
    problems: problems.slice(0, mostProblems).map(text => text.slice(0, 300))
  })
  const { plan: known, config } = state
  if (state.mode === 'flash') return { state, ack: ack('rejected', ['controller flashes after a fault']) }
  if (known !== null && (epoch < known.epoch || (epoch === known.epoch && revision <= known.revision))) {
    return { state, ack: ack('superseded') }
  }
  const { corridorId, configurationVersion, limits, intersection } = config
  const problems = validatePhasePlan(plan, { corridorId, configurationVersion, limits, intersection, nowMs })
  if (problems.length > 0) return { state, ack: ack('rejected', problems.map(formatPlanProblem)) }
  return { state: { ...state, plan }, ack: ack('accepted') }
}
