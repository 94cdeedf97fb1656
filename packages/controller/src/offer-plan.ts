import { formatPlanProblem, type PhasePlan, type PlanAck, validatePhasePlan } from '@selaras/shared'
import type { ControllerState } from './controller-state.ts'
import { stepBefore } from './step-controller.ts'

/** Most problems that an acknowledgement lists. */
const mostProblems = 16
const longestProblem = 300

/**
 * Offers a plan. Only a plan that is newer by (epoch, revision) and has no problem in the controller's own eyes is
 * taken; it decides from `nowMs` on, and until then the plan before it does. Any other changes nothing.
 */
export function offerPlan(
  state: ControllerState,
  plan: PhasePlan,
  nowMs: number
): { readonly state: ControllerState; readonly ack: PlanAck } {
  const { epoch, revision } = plan
  const answer = (result: PlanAck['result'], problems: readonly string[] = []): PlanAck => ({
    schemaVersion: 1,
    producedAtMs: nowMs,
    epoch,
    revision,
    result,
    problems: problems.slice(0, mostProblems).map(text => text.slice(0, longestProblem))
  })
  const { plan: known, config } = state
  if (state.mode === 'flash') return { state, ack: answer('rejected', ['controller flashes after a fault']) }
  if (known !== null && (epoch < known.epoch || (epoch === known.epoch && revision <= known.revision))) {
    return { state, ack: answer('superseded') }
  }
  const problems = validatePhasePlan(plan, { ...config, nowMs, runningPhases: [...state.phases] })
  if (problems.length > 0) return { state, ack: answer('rejected', problems.map(formatPlanProblem)) }
  return { state: { ...stepBefore(state, nowMs), plan }, ack: answer('accepted') }
}
