import type { Signal, SignalState } from '@selaras/shared'
import type { ControllerState } from './controller-state.ts'
import { executedPlan } from './plan-target.ts'

/** What a controller shows, as it is reported. */
export function toSignalState(state: ControllerState): SignalState {
  const { stage, nextStage, sinceAtMs, stageGreenSinceAtMs, clearanceUntilMs, phases } = state
  const yellow = phases.some(({ display }) => display === 'yellow')
  return {
    stage,
    nextStage,
    interval: nextStage === null ? 'green' : yellow ? 'yellow' : 'redClearance',
    sinceAtMs,
    stageGreenSinceAtMs,
    clearanceUntilMs,
    phases: phases.map(phase => ({ ...phase }))
  }
}

/** The signal message for this moment. */
export function toSignal(state: ControllerState, bootAtMs: number, seq: number): Signal {
  const plan = executedPlan(state, state.nowMs)
  return {
    schemaVersion: 1,
    bootAtMs,
    seq,
    producedAtMs: Math.round(state.nowMs),
    state: toSignalState(state),
    mode: state.mode,
    planEpoch: plan?.epoch ?? null,
    planRevision: plan?.revision ?? null,
    faults: [...state.faults]
  }
}
