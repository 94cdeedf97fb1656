import type { NetProgram } from './net.ts'

/** The stages of a programme and when it runs them. */
export interface StageStates {
  /** State string of each stage; stage 1 is the first. */
  readonly states: readonly string[]
  /** Stages in programme order with their share of the cycle: green and whatever follows until the next stage. */
  readonly sequence: readonly { readonly stage: number; readonly seconds: number }[]
  /** From the start of the programme to the start of the first stage of the sequence. */
  readonly leadSeconds: number
}

const isStage = (state: string): boolean => /[Gg]/.test(state) && !/[yYu]/.test(state)

/**
 * Finds the stages of a programme: its states with green and without yellow; equal states are one stage.
 *
 * @param linkIndices Link indices that a connection uses. If one of them is green only while another link shows
 * yellow, that state with the yellow replaced by red becomes a stage as well, so that every link is served.
 */
export function stageStatesOf(program: NetProgram, linkIndices: readonly number[]): StageStates {
  const states = [...new Set(program.phases.map(({ state }) => state).filter(isStage))]
  const sequence: { stage: number; seconds: number }[] = []
  let leadSeconds = 0
  for (const { state, durationSeconds } of program.phases) {
    const stage = states.indexOf(state) + 1
    const last = sequence.at(-1)
    if (stage > 0 && stage !== last?.stage) sequence.push({ stage, seconds: durationSeconds })
    else if (last !== undefined) last.seconds += durationSeconds
    else leadSeconds += durationSeconds
  }
  const first = sequence[0]
  const last = sequence.at(-1)
  if (first !== undefined && last !== undefined) {
    last.seconds += leadSeconds
    if (sequence.length > 1 && last.stage === first.stage) {
      first.seconds += last.seconds
      leadSeconds -= last.seconds
      sequence.pop()
    }
  }
  for (const index of linkIndices) {
    if (states.some(state => /[Gg]/.test(state[index] ?? ''))) continue
    const state = program.phases.map(phase => phase.state).find(candidate => /[Gg]/.test(candidate[index] ?? ''))
    if (state !== undefined) states.push(state.replace(/[yYu]/g, 'r'))
  }
  return { states: [...new Set(states)], sequence, leadSeconds }
}
