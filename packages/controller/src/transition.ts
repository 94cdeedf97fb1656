import { changeSeconds, type Display, isGreen, stageTableOf } from '@selaras/shared'
import { type ControllerState, type PhaseState, toMs } from './controller-state.ts'

/**
 * Ends the running stage. Phases that lose green show yellow. Those that stay green show the weaker of what they
 * showed and will show, because during the change both an old and a new conflicting stream may be moving.
 */
export function endStage(state: ControllerState, toStage: number, nowMs: number): ControllerState {
  const table = stageTableOf(state.config.intersection)
  const { clearanceSeconds } = table.transition(state.stage, toStage)
  if (clearanceSeconds === 0) return startStage({ ...state, nextStage: toStage }, nowMs)
  const coming = table.displays.get(toStage)
  const phases = state.phases.map(entry => {
    const display = whileChanging(entry.display, coming?.get(entry.phase))
    const isSkipped = display === 'yellow' && changeSeconds(table.phases.get(entry.phase)!) === 0
    return show(entry, isSkipped ? 'stop' : display, nowMs)
  })
  const clearanceUntilMs = nowMs + toMs(clearanceSeconds)
  return { ...state, phases, nextStage: toStage, sinceAtMs: nowMs, clearanceUntilMs }
}

function whileChanging(display: Display, coming: Display | undefined): Display {
  if (!isGreen(display)) return coming === undefined ? 'stop' : display
  if (!isGreen(coming)) return 'yellow'
  return coming === 'permissive' ? 'permissive' : display
}

/**
 * Turns to red what has had its change interval. A yellow that ended late, because nobody looked, does not shorten
 * the red clearance after it.
 */
export function endYellows(state: ControllerState, nowMs: number): ControllerState {
  const { phases: table } = stageTableOf(state.config.intersection)
  let clearanceUntilMs = state.clearanceUntilMs ?? nowMs
  const phases = state.phases.map(entry => {
    if (entry.display !== 'yellow') return entry
    const timing = table.get(entry.phase)!
    if (nowMs < entry.sinceAtMs + toMs(changeSeconds(timing))) return entry
    clearanceUntilMs = Math.max(clearanceUntilMs, nowMs + toMs(timing.redClearanceSeconds))
    return show(entry, 'stop', nowMs)
  })
  if (phases.every((entry, index) => entry === state.phases[index])) return state
  const yellowLeft = phases.some(({ display }) => display === 'yellow')
  return { ...state, phases, clearanceUntilMs, sinceAtMs: yellowLeft ? state.sinceAtMs : nowMs }
}

/** Starts green of the stage that the clearance led to. */
export function startStage(state: ControllerState, nowMs: number): ControllerState {
  const stage = state.nextStage ?? state.stage
  const displays = stageTableOf(state.config.intersection).displays.get(stage)
  return {
    ...state,
    phases: state.phases.map(entry => show(entry, displays?.get(entry.phase) ?? 'stop', nowMs)),
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
