import type { Turn } from './plain.ts'

/**
 * Turns of each lane of an approach, from the kerb.
 *
 * @param lanes Lanes at the stop line, with the bay if there is one.
 * @param turns What the junction offers.
 * @param farLane Whether the innermost lane serves the far turn only.
 * @param widths Lanes of the street that a turn leads to.
 */
export function laneTurnsOf(
  lanes: number,
  turns: ReadonlySet<Turn>,
  farLane: boolean,
  widths: (turn: Turn) => number
): readonly (readonly Turn[])[] {
  const inner = lanes - 1
  if (lanes === 1) return [[...turns]]
  if (!turns.has('through')) return stemTurnsOf(lanes, turns, widths)
  return Array.from({ length: lanes }, (_, lane) => {
    if (lane === inner && turns.has('far') && farLane) return ['far']
    const turnsOfLane: Turn[] = lane === 0 && turns.has('near') ? ['near', 'through'] : ['through']
    return lane === inner && turns.has('far') ? [...turnsOfLane, 'far'] : turnsOfLane
  })
}

/** The stem of a T: near turns from the kerb, far turns from the inside, as many lanes as the target has. */
function stemTurnsOf(lanes: number, turns: ReadonlySet<Turn>, widths: (turn: Turn) => number): readonly Turn[][] {
  const farLanes = turns.has('near') ? Math.min(lanes - 1, widths('far')) : lanes
  return Array.from({ length: lanes }, (_, lane) => (lane >= lanes - farLanes ? ['far'] : ['near']))
}
