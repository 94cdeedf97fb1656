import type { PhasePlan } from '@selaras/shared'
import type { ControllerState } from './controller-state.ts'

/** A clock that steps further than this was wrong about the times in the running plan. */
const mostShiftOfPlanMs = 1000

/**
 * Moves everything that a controller remembers of its own past by `byMs`, for a wall clock that was corrected: what
 * has run for four seconds before has run for four seconds after. The running plan keeps its times; a large
 * correction ends it, because it was accepted by a clock that was wrong.
 */
export function shiftController(state: ControllerState, byMs: number): ControllerState {
  const nowMs = state.nowMs + byMs
  return {
    ...state,
    nowMs,
    stageGreenSinceAtMs: state.stageGreenSinceAtMs + byMs,
    sinceAtMs: state.sinceAtMs + byMs,
    clearanceUntilMs: state.clearanceUntilMs === null ? null : state.clearanceUntilMs + byMs,
    phases: state.phases.map(entry => ({ ...entry, sinceAtMs: entry.sinceAtMs + byMs })),
    plan: state.plan !== null && Math.abs(byMs) >= mostShiftOfPlanMs ? ended(state.plan, nowMs) : state.plan
  }
}

const ended = (plan: PhasePlan, nowMs: number): PhasePlan => ({
  ...plan,
  validUntilMs: Math.min(plan.validUntilMs, nowMs)
})
