import type { Net } from '../import/net.ts'
import { greenStageStates } from './green-stages.ts'
import type { CountLane, StageLanes } from './policies.ts'

/** Decisions are taken every so many seconds, as in the benchmark's published baselines. */
export const decisionSeconds = 10

/** A signal that a baseline drives: a decision on a fixed grid, with yellow for the links that lose green. */
export interface GridSignal {
  readonly tlsId: string
  readonly stages: readonly StageLanes[]
  running: number
  yellowUntil: number
  /** State string to show from `second` on. */
  stateAt(second: number, count: CountLane): string
}

export type ChooseStage = (stages: readonly StageLanes[], count: CountLane) => number

export function createGridSignal(net: Net, tlsId: string, yellowSeconds: number, choose: ChooseStage): GridSignal {
  const links = net.connections.filter(connection => connection.tlsId === tlsId)
  const watched = new Set(net.connections.filter(({ tlsId: other }) => other !== undefined).map(({ from }) => from.id))
  const stages = greenStageStates(net, tlsId).map(state => {
    const green = links.filter(({ linkIndices }) => linkIndices.some(index => 'Gg'.includes(state[index] ?? 'r')))
    return {
      state,
      incoming: green.map(({ from }) => from.id),
      outgoing: green.map(({ to }) => to.id).filter(lane => watched.has(lane))
    }
  })
  let before = stages[0]!.state
  const signal: GridSignal = {
    tlsId,
    stages,
    running: 0,
    yellowUntil: Number.NEGATIVE_INFINITY,
    stateAt(second, count) {
      if (second % decisionSeconds === 0) {
        const wanted = choose(stages, count)
        if (wanted !== signal.running) {
          before = stages[signal.running]!.state
          signal.running = wanted
          signal.yellowUntil = second + yellowSeconds
        }
      }
      const { state } = stages[signal.running]!
      return second < signal.yellowUntil ? withYellow(before, state) : state
    }
  }
  return signal
}

const withYellow = (before: string, after: string): string =>
  [...before]
    .map((character, link) => ('Gg'.includes(character) && !'Gg'.includes(after[link] ?? 'r') ? 'y' : character))
    .join('')
