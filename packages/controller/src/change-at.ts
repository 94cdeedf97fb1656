import {
  isGreen,
  longestMinimumGreenSeconds,
  type Phase,
  stageMaximumGreenSeconds,
  stageTableOf
} from '@selaras/shared'
import { type ControllerState, toMs } from './controller-state.ts'
import { findDisplayFault } from './display-fault.ts'
import { longestSplitMs, type Target } from './local-timing.ts'
import { executedPlan, successorOf, targetAt } from './plan-target.ts'
import { endStage, endYellows, startStage } from './transition.ts'

/** A plan may keep the junction in clearance for this long (to let its box empty), then the next stage starts anyway. */
export const longestExtraClearanceMs = 30_000
/** No stage is shorter, and no red between two greens of a phase: nobody could read it. */
export const shortestStageMs = 1000
/** Does what is due at `atMs`; the same state when nothing is. */
export function changeAt(state: ControllerState, atMs: number): ControllerState {
  if (state.mode === 'flash') return state
  const next = changeStage(endYellows(chooseMode(state, atMs), atMs), atMs)
  const fault = next === state ? undefined : findDisplayFault(next)
  return fault === undefined ? next : flashController(next, fault, atMs)
}

function chooseMode(state: ControllerState, atMs: number): ControllerState {
  const mode = executedPlan(state, atMs) === null ? 'local' : 'adaptive'
  return state.mode === mode ? state : { ...state, mode }
}

function changeStage(state: ControllerState, atMs: number): ControllerState {
  const target = targetAt(state, atMs)
  if (state.nextStage !== null) return mayStart(state, target, atMs) ? startStage(state, atMs) : state
  const wanted = wantedStage(state, target, atMs)
  return wanted !== state.stage && atMs >= earliestEndMs(state, wanted) ? endStage(state, wanted, atMs) : state
}

/** The stage to which a change has begun starts after the clearance, and not before its plan wants it. */
function mayStart({ nextStage, clearanceUntilMs }: ControllerState, target: Target, atMs: number): boolean {
  const clearedAtMs = clearanceUntilMs ?? atMs
  const wantedFromMs = target.stage === nextStage ? target.notBeforeMs : clearedAtMs
  return atMs >= clearedAtMs && atMs >= Math.min(wantedFromMs, clearedAtMs + longestExtraClearanceMs)
}

function wantedStage(state: ControllerState, target: Target, atMs: number): number {
  const overdue = atMs - state.stageGreenSinceAtMs >= maximumGreenMs(state, atMs)
  if (overdue) return target.stage === state.stage ? successorOf(state, atMs) : target.stage
  return executedPlan(state, atMs) !== null || mayJoin(state, target, atMs) ? target.stage : state.stage
}

/**
 * Whether the local timing plan is joined now. The running stage dwells while what is left of the wanted green is
 * shorter than its minimum; from the end of the green before, the change is always begun, so that dwelling ends.
 */
function mayJoin({ config, stage }: ControllerState, target: Target, atMs: number): boolean {
  if (atMs <= target.notBeforeMs) return true
  const { clearanceSeconds } = stageTableOf(config.intersection).transition(stage, target.stage)
  const minimumGreenSeconds = longestMinimumGreenSeconds(config.intersection, target.stage)
  return atMs + toMs(clearanceSeconds) + toMs(minimumGreenSeconds) <= target.untilMs
}

/** When the stage has run for a moment and every phase that the change would stop has had its minimum green. */
function earliestEndMs({ config, stage, phases, stageGreenSinceAtMs }: ControllerState, toStage: number): number {
  const table = stageTableOf(config.intersection)
  const { losing } = table.transition(stage, toStage)
  const ends = phases
    .filter(({ phase, display }) => isGreen(display) && losing.includes(phase))
    .map(({ phase, sinceAtMs }) => minimumEndMs(table.phases.get(phase)!, sinceAtMs))
  return Math.max(stageGreenSinceAtMs + shortestStageMs, ...ends)
}

export const minimumEndMs = ({ minimumGreenSeconds }: Phase, sinceAtMs: number): number =>
  sinceAtMs + toMs(minimumGreenSeconds)

/** Longest green of the running stage; an engineer's longer split outranks the phases' maximum while it runs. */
export function maximumGreenMs(state: ControllerState, atMs: number): number {
  const { config, stage } = state
  if (config.intersection.stages.length === 1) return Number.POSITIVE_INFINITY
  const maximumMs = toMs(stageMaximumGreenSeconds(config.intersection, stage))
  return executedPlan(state, atMs) === null ? Math.max(maximumMs, longestSplitMs(config, stage, atMs)) : maximumMs
}

/** All phases flash until somebody has looked: a fault is never cleared by software. */
export const flashController = (state: ControllerState, fault: string, atMs: number): ControllerState => ({
  ...state,
  mode: 'flash',
  nextStage: null,
  clearanceUntilMs: null,
  sinceAtMs: atMs,
  faults: [...state.faults, fault.slice(0, 200)].slice(0, 32),
  phases: state.phases.map(({ phase }) => ({ phase, display: 'flashing', sinceAtMs: atMs }))
})
