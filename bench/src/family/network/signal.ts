import { laneTurnsOf } from './lane-turns.ts'
import {
  type Arm,
  type PlainApproach,
  type PlainConnection,
  type PlainEdge,
  type PlainSignal,
  type Turn,
  turnOf
} from './plain.ts'

/** A street at a signal. */
export interface Leg {
  readonly arm: Arm
  /** Last edge towards the signal, and first edge away from it. */
  readonly inward: PlainEdge
  readonly outward: PlainEdge
  /** Lanes of the street, without a bay. */
  readonly streetLanes: number
  readonly hasBay: boolean
}

/**
 * A signal at the meeting of its legs: turns of the lanes and the connections over the junction.
 *
 * @param dedicated Whether an approach without a bay, but with several lanes, keeps the innermost for the far turn.
 */
export function createSignal(
  id: string,
  row: number,
  column: number,
  legs: readonly Leg[],
  dedicated: boolean
): PlainSignal {
  const ordered = [...legs].sort((a, b) => a.arm - b.arm)
  const approaches: PlainApproach[] = []
  const connections: PlainConnection[] = []
  for (const leg of ordered) {
    const exits = new Map<Turn, Leg>(
      ordered.filter(other => other !== leg).map(other => [turnOf(leg.arm, other.arm), other])
    )
    const laneTurns = laneTurnsOf(
      leg.inward.lanes,
      new Set((['near', 'through', 'far'] as const).filter(turn => exits.has(turn))),
      leg.hasBay || dedicated,
      turn => exits.get(turn)!.streetLanes
    )
    approaches.push({ arm: leg.arm, edgeId: leg.inward.id, laneTurns })
    for (const [fromLane, turns] of laneTurns.entries()) {
      for (const turn of turns) {
        const exit = exits.get(turn)!
        const toLane = targetLane(turn, fromLane, laneTurns, exit.streetLanes)
        connections.push({ from: leg.inward.id, to: exit.outward.id, fromLane, toLane, turn })
      }
    }
  }
  return { id, row, column, approaches, connections }
}

/** Near turns keep to the kerb, far turns to the inside, straight on to the own lane. */
function targetLane(turn: Turn, fromLane: number, laneTurns: readonly (readonly Turn[])[], lanes: number): number {
  const fromInside = laneTurns.length - 1 - fromLane
  return turn === 'far' ? Math.max(0, lanes - 1 - fromInside) : Math.min(fromLane, lanes - 1)
}
