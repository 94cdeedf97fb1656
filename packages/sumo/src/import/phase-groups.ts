import type { ControlledLink } from './controlled-links.ts'

/** Links that are switched together: one phase of the model. */
export interface PhaseGroup {
  readonly phase: number
  readonly links: readonly ControlledLink[]
  /** SUMO's character of these links in each stage. */
  readonly characters: string
}

/**
 * Groups links into phases, numbered from 1 in link-index order.
 *
 * Links of the same edge and the same users that show the same in every stage form one phase. Should that make more
 * than `mostPhases`, links that show the same in every stage do, whatever their edge. Links that never have green
 * belong to no phase.
 */
export function phaseGroupsOf(
  links: readonly ControlledLink[],
  states: readonly string[],
  mostPhases: number
): readonly PhaseGroup[] {
  const charactersOf = (index: number) => states.map(state => state[index] ?? 'r').join('')
  const served = links.filter(({ index }) =>
    [...charactersOf(index)].some(character => displayOf(character) !== undefined)
  )
  const byIndex = Map.groupBy(served, ({ index }) => index)
  const group = (nameOf: (sharing: readonly ControlledLink[]) => string): readonly PhaseGroup[] => {
    const groups = Map.groupBy(byIndex, ([index, sharing]) => `${charactersOf(index)} ${nameOf(sharing)}`)
    return [...groups.values()].map((members, position) => ({
      phase: position + 1,
      links: members.flatMap(([, sharing]) => sharing),
      characters: charactersOf(members[0]![0])
    }))
  }
  const byEdge = group(sharing =>
    sharing
      .map(({ users, connection }) => `${users === 'pedestrian'} ${users === 'rail'} ${connection.from.edgeId}`)
      .join()
  )
  return byEdge.length <= mostPhases ? byEdge : group(() => '')
}

/** What SUMO's character of a link gives to its phase; undefined for a stop. */
export function displayOf(character: string | undefined): 'protected' | 'permissive' | 'stopThenProceed' | undefined {
  switch (character) {
    case 'G':
      return 'protected'
    case 'g':
    case 'o':
    case 'O':
      return 'permissive'
    case 's':
      return 'stopThenProceed'
    default:
      return undefined
  }
}
