import { changeSeconds, isGreen, stageMaximumGreenSeconds, stageTableOf } from '@selaras/shared'
import type { ControllerState } from './controller-state.ts'
import { findDisplayFault } from './display-fault.ts'
import { nextLocalChangeMs } from './local-timing.ts'
import { executedPlan, successorOf, targetAt } from './plan-target.ts'
import { endStage, endYellows, startStage } from './transition.ts'

/** A plan may keep the junction in clearance for this long (to let its box empty), then the next stage starts anyway. */
export const longestExtraClearanceMs = 30_000

/**
 * Brings a controller to `nowMs`, passing through every change on the way in order.
 *
 * Minimum greens, change intervals and clearances are kept whatever plan runs; a stage change that has begun is
 * completed. A time before the controller's own changes nothing.
 */
export function stepController(state: ControllerState, nowMs: number): ControllerState {
  let current = state
  // The start counts as a change too: a plan that was offered since takes effect at once.
  let atMs = state.nowMs
  while (current.mode !== 'flash') {
    current = changeAt(current, atMs)
    if (atMs >= nowMs) break
    atMs = Math.min(nowMs, nextChangeMs(current, atMs))
  }
  return { ...current, nowMs: Math.max(state.nowMs, nowMs) }
}

function changeAt(state: ControllerState, atMs: number): ControllerState {
  const mode = executedPlan(state, atMs) === null ? 'local' : 'adaptive'
  let next = endYellows(state.mode === mode ? state : { ...state, mode }, atMs)
  const target = targetAt(next, atMs)
  if (next.nextStage !== null) {
    const endMs = next.clearanceUntilMs ?? atMs
    const awaited =
      target.stage === next.nextStage && atMs < Math.min(target.notBeforeMs, endMs + longestExtraClearanceMs)
    if (atMs < endMs || awaited) return next
    next = startStage(next, atMs)
  }
  const overdue = atMs - next.stageGreenSinceAtMs >= maximumGreenMs(next)
  const wanted = overdue && target.stage === next.stage ? successorOf(next, atMs) : target.stage
  if (wanted !== next.stage && atMs >= earliestEndMs(next, wanted)) next = endStage(next, wanted, atMs)
  const fault = findDisplayFault(next)
  return fault === undefined ? next : flash(next, fault, atMs)
}

/** When every phase that the change would stop has had its minimum green. */
function earliestEndMs({ config, stage, phases }: ControllerState, toStage: number): number {
  const table = stageTableOf(config.intersection)
  const { losing } = table.transition(stage, toStage)
  let earliest = 0
  for (const { phase, display, sinceAtMs } of phases) {
    if (!isGreen(display) || !losing.includes(phase)) continue
    earliest = Math.max(earliest, sinceAtMs + (table.phases.get(phase)?.minimumGreenSeconds ?? 0) * 1000)
  }
  return earliest
}

const maximumGreenMs = ({ config, stage }: ControllerState): number =>
  config.intersection.stages.length === 1
    ? Number.POSITIVE_INFINITY
    : stageMaximumGreenSeconds(config.intersection, stage) * 1000

/** The earliest time after `atMs` at which anything may change. */
function nextChangeMs(state: ControllerState, atMs: number): number {
  const { config, phases, plan, clearanceUntilMs, stageGreenSinceAtMs } = state
  const table = stageTableOf(config.intersection)
  let next = Number.POSITIVE_INFINITY
  const consider = (timeMs: number) => {
    if (timeMs > atMs && timeMs < next) next = timeMs
  }
  if (clearanceUntilMs !== null) {
    consider(clearanceUntilMs)
    consider(clearanceUntilMs + longestExtraClearanceMs)
  }
  consider(stageGreenSinceAtMs + maximumGreenMs(state))
  for (const { phase, display, sinceAtMs } of phases) {
    const timing = table.phases.get(phase)!
    if (display === 'yellow') consider(sinceAtMs + changeSeconds(timing) * 1000)
    else if (isGreen(display)) consider(sinceAtMs + timing.minimumGreenSeconds * 1000)
  }
  const executed = executedPlan(state, atMs)
  if (executed === null || plan === null) consider(nextLocalChangeMs(config, atMs))
  else {
    consider(executed.validUntilMs)
    for (const { startAtMs, endAtMs } of executed.intervals) {
      consider(startAtMs)
      consider(endAtMs)
    }
  }
  return next
}

/** All phases flash until somebody has looked: a fault is never cleared by software. */
const flash = (state: ControllerState, fault: string, atMs: number): ControllerState => ({
  ...state,
  mode: 'flash',
  faults: [...state.faults, fault],
  phases: state.phases.map(({ phase }) => ({ phase, display: 'flashing', sinceAtMs: atMs }))
})
