import { changeSeconds, type Display, isGreen, stageTableOf } from '@selaras/shared'
import type { ControllerState, PhaseState } from './controller-state.ts'

/** Ends the running stage: phases that lose green show yellow, the others keep what they show. */
export function endStage(state: ControllerState, toStage: number, nowMs: number): ControllerState {
  const table = stageTableOf(state.config.intersection)
  const { clearanceSeconds } = table.transition(state.stage, toStage)
  const next = table.displays.get(toStage)
  if (clearanceSeconds === 0) return startStage({ ...state, nextStage: toStage }, nowMs)
  const phases = state.phases.map(entry => {
    const coming = next?.get(entry.phase)
    if (isGreen(entry.display)) return isGreen(coming) ? entry : show(entry, 'yellow', nowMs)
    return entry.display === 'stopThenProceed' && coming === undefined ? show(entry, 'stop', nowMs) : entry
  })
  return { ...state, phases, nextStage: toStage, sinceAtMs: nowMs, clearanceUntilMs: nowMs + clearanceSeconds * 1000 }
}

/** Turns to red what has had its change interval. */
export function endYellows(state: ControllerState, nowMs: number): ControllerState {
  const { phases: table } = stageTableOf(state.config.intersection)
  let changed = false
  const phases = state.phases.map(entry => {
    if (entry.display !== 'yellow') return entry
    const endMs = entry.sinceAtMs + changeSeconds(table.get(entry.phase)!) * 1000
    if (nowMs < endMs) return entry
    changed = true
    return show(entry, 'stop', endMs)
  })
  if (!changed) return state
  const yellowLeft = phases.some(({ display }) => display === 'yellow')
  return { ...state, phases, sinceAtMs: yellowLeft ? state.sinceAtMs : nowMs }
}

/** Starts green of the stage that the clearance led to. */
export function startStage(state: ControllerState, nowMs: number): ControllerState {
  const stage = state.nextStage ?? state.stage
  const displays = stageTableOf(state.config.intersection).displays.get(stage)
  const phases = state.phases.map(entry => show(entry, displays?.get(entry.phase) ?? 'stop', nowMs))
  return {
    ...state,
    phases,
    stage,
    nextStage: null,
    clearanceUntilMs: null,
    stageGreenSinceAtMs: nowMs,
    sinceAtMs: nowMs
  }
}

/** The time of a display counts on while green stays green and red stays red. */
function show(entry: PhaseState, display: Display, atMs: number): PhaseState {
  if (entry.display === display) return entry
  const goesOn = isGreen(entry.display) === isGreen(display) && entry.display !== 'yellow' && display !== 'yellow'
  return { phase: entry.phase, display, sinceAtMs: goesOn ? entry.sinceAtMs : atMs }
}
