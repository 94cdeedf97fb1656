import type { Display } from '@selaras/shared'
import type { ControllerState } from '../src/controller-state.ts'
import { toSignalState } from '../src/signal-state.ts'
import { stepController } from '../src/step-controller.ts'
import { at } from './junction.ts'

const letters: Readonly<Record<Display, string>> = {
  dark: '.',
  stop: 'r',
  stopThenProceed: 's',
  permissive: 'g',
  protected: 'G',
  yellow: 'y',
  flashing: 'o'
}

/** One second in one line: second, mode, stage or change, and what phases 1, 2, 3, 4 show. */
export function traceLine(state: ControllerState): string {
  const { stage, nextStage, interval, phases } = toSignalState(state)
  const second = (state.nowMs - at(0)) / 1000
  const running = nextStage === null ? `${stage}` : `${stage}>${nextStage}`
  const heads = phases.map(({ display }) => letters[display]).join(' ')
  return `${second}s ${state.mode} ${running} ${interval} ${heads}`
}

/** Steps a controller second by second; one line for every second in which the line's text after the second changes. */
export function trace(start: ControllerState, untilSecond: number): { state: ControllerState; lines: string[] } {
  let state = start
  const lines: string[] = []
  let before = ''
  for (let second = Math.ceil((state.nowMs - at(0)) / 1000); second <= untilSecond; second++) {
    state = stepController(state, at(second))
    const line = traceLine(state)
    const text = line.slice(line.indexOf(' '))
    if (text !== before) lines.push(line)
    before = text
  }
  return { state, lines }
}
