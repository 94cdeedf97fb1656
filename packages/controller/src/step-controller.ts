import { changeSeconds, isGreen, stageTableOf } from '@selaras/shared'
import { changeAt, longestExtraClearanceMs, maximumGreenMs, minimumEndMs, shortestStageMs } from './change-at.ts'
import { type ControllerState, toMs } from './controller-state.ts'
import { nextTargetChangeMs } from './plan-target.ts'

/**
 * Brings a controller to `nowMs`, passing through every change on the way in order and at its exact time, so that
 * the steps' size does not matter. A time before the controller's own changes nothing.
 *
 * Minimum greens, change intervals and clearances are kept whatever plan runs; a stage change that has begun is
 * completed.
 */
export function stepController(state: ControllerState, nowMs: number): ControllerState {
  if (nowMs < state.nowMs) return state
  const before = stepBefore(state, nowMs)
  return { ...changeAt(before, nowMs), nowMs }
}

/** The same, but leaves out what is due at `nowMs` itself: a plan that arrives then decides on it. */
export function stepBefore(state: ControllerState, nowMs: number): ControllerState {
  let current = state
  for (let atMs = state.nowMs; atMs < nowMs && current.mode !== 'flash'; atMs = nextChangeMs(current, atMs)) {
    current = changeAt(current, atMs)
  }
  return { ...current, nowMs: Math.max(state.nowMs, nowMs) }
}

/**
 * Brings a controller to `nowMs` as a cabinet does that can switch its lamps only now: what has become due since
 * the last call happens at `nowMs`, and whatever follows is counted from there. However late the call, no interval
 * that road users see is shorter than it must be.
 */
export function tickController(state: ControllerState, nowMs: number): ControllerState {
  if (nowMs < state.nowMs) return state
  return { ...changeAt(state, nowMs), nowMs }
}

/** The earliest time after `atMs` at which anything may change. */
export function nextChangeMs(state: ControllerState, atMs: number): number {
  const { config, phases, clearanceUntilMs, stageGreenSinceAtMs } = state
  const table = stageTableOf(config.intersection)
  let next = nextTargetChangeMs(state, atMs)
  const consider = (timeMs: number) => {
    if (timeMs > atMs && timeMs < next) next = timeMs
  }
  if (clearanceUntilMs !== null) {
    consider(clearanceUntilMs)
    consider(clearanceUntilMs + longestExtraClearanceMs)
  }
  consider(stageGreenSinceAtMs + shortestStageMs)
  consider(stageGreenSinceAtMs + maximumGreenMs(state, atMs))
  for (const { phase, display, sinceAtMs } of phases) {
    const timing = table.phases.get(phase)!
    if (display === 'yellow') consider(sinceAtMs + toMs(changeSeconds(timing)))
    else if (isGreen(display)) consider(minimumEndMs(timing, sinceAtMs))
  }
  return next
}
