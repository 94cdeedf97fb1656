import type { SignalState } from '@selaras/shared'

/** What a controller has shown lately: readings that come late belong to a stage that may be over. */
export interface StageHistory {
  /** Newest last; each with what it showed from its `sinceAtMs` on. */
  readonly states: SignalState[]
}

/** Enough for the changes within any latency that is caught up with. */
const mostStates = 8

export const createStageHistory = (): StageHistory => ({ states: [] })

/** Notes the present state. */
export function rememberState({ states }: StageHistory, state: SignalState): void {
  const newest = states.at(-1)
  if (newest?.sinceAtMs === state.sinceAtMs && newest.interval === state.interval) states[states.length - 1] = state
  else states.push(state)
  if (states.length > mostStates) states.shift()
}

/** The state at a time: the oldest known for what lies before it. */
export const stateAt = ({ states }: StageHistory, atMs: number): SignalState | undefined =>
  states.findLast(({ sinceAtMs }) => sinceAtMs < atMs) ?? states[0]
