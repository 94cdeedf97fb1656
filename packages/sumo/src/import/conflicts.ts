import type { Conflict, Stage } from '@selaras/shared'
import type { NetConnection } from './net.ts'
import { displayOf, type PhaseGroup } from './phase-groups.ts'
import type { RightOfWay } from './right-of-way.ts'

interface Displayed {
  readonly phase: number
  display: 'protected' | 'permissive' | 'stopThenProceed'
}

/**
 * Builds the stages and the conflict matrix.
 *
 * Phases that conflict and have green together in some stage may do so while one yields: if SUMO shows both as
 * protected ('G'), the one that the right-of-way matrix makes yield is declared permissive. Every pair that no stage
 * shows green together is exclusive.
 *
 * A phase that only ever shows 's' counts as permissive, because a phase without green cannot be planned.
 */
export function stagesAndConflictsOf(
  groups: readonly PhaseGroup[],
  stageCount: number,
  rightOfWay: RightOfWay
): { readonly stages: readonly Stage[]; readonly conflicts: readonly Conflict[] } {
  const stages = Array.from({ length: stageCount }, (_, position) => ({
    stage: position + 1,
    phases: groups.flatMap((group): Displayed[] => {
      const display = displayOf(group.characters[position])
      if (display === undefined) return []
      const neverGreen = !/[GgoO]/.test(group.characters)
      return [{ phase: group.phase, display: neverGreen ? 'permissive' : display }]
    })
  }))
  const conflicts: Conflict[] = []
  for (const [position, a] of groups.entries()) {
    for (const b of groups.slice(position + 1)) {
      const together = stages.flatMap(stage => {
        const shownA = stage.phases.find(shown => shown.phase === a.phase && shown.display !== 'stopThenProceed')
        const shownB = stage.phases.find(shown => shown.phase === b.phase && shown.display !== 'stopThenProceed')
        return shownA !== undefined && shownB !== undefined ? [[shownA, shownB] as const] : []
      })
      if (together.length === 0) conflicts.push({ phases: [a.phase, b.phase], kind: 'exclusive' })
      else if (areFoes(a, b, rightOfWay)) {
        conflicts.push({ phases: [a.phase, b.phase], kind: 'permissive' })
        const yielding = isFirstToYield(a, b, rightOfWay) ? 0 : 1
        for (const shown of together) {
          if (shown.every(({ display }) => display === 'protected')) shown[yielding].display = 'permissive'
        }
      }
    }
  }
  return { stages, conflicts }
}

const connectionsOf = (group: PhaseGroup): readonly NetConnection[] => group.links.map(({ connection }) => connection)

function areFoes(a: PhaseGroup, b: PhaseGroup, { isFoe }: RightOfWay): boolean {
  return connectionsOf(a).some(first => connectionsOf(b).some(second => isFoe(first, second)))
}

/** Whether `a` yields to `b` rather than the other way round. */
function isFirstToYield(a: PhaseGroup, b: PhaseGroup, { yields }: RightOfWay): boolean {
  const doesYield = (from: PhaseGroup, to: PhaseGroup) =>
    connectionsOf(from).some(first => connectionsOf(to).some(second => yields(first, second)))
  const [firstYields, secondYields] = [doesYield(a, b), doesYield(b, a)]
  if (firstYields !== secondYields) return firstYields
  return priorityOf(a) < priorityOf(b)
}

/** Through traffic goes before turning traffic where the matrix does not decide. */
function priorityOf(group: PhaseGroup): number {
  const ranks = connectionsOf(group).map(({ direction }) => ({ s: 3, r: 2, R: 2 })[direction] ?? 1)
  return Math.max(...ranks)
}
