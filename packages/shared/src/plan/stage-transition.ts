import type { Intersection } from '../model/corridor.ts'
import type { Phase, StageDisplay } from '../model/phase.ts'

/** Displays that give right of way. */
export const isGreen = (display: string | undefined): boolean => display === 'protected' || display === 'permissive'

/** Length of the interval between green and red: yellow, or flashing don't-walk for pedestrians. */
export const changeSeconds = (phase: Phase): number =>
  phase.kind === 'pedestrian' ? (phase.pedestrianClearanceSeconds ?? 0) : phase.yellowSeconds

/**
 * From the end of green to the end of red clearance, to the millisecond: 3.1 + 0.2 is more than 3.3 in binary floating
 * point, and a plan that clears for exactly 3.3 s is right.
 */
const clearanceSeconds = (phase: Phase): number =>
  Math.round((changeSeconds(phase) + phase.redClearanceSeconds) * 1000) / 1000

/** What a change from one stage to another does to the phases. */
export interface StageTransition {
  readonly losing: readonly number[]
  readonly gaining: readonly number[]
  /** From the end of green of the old stage until the last losing phase shows red. */
  readonly changeSeconds: number
  /** From the end of green of the old stage until the new stage may start; 0 when no phase loses green. */
  readonly clearanceSeconds: number
}

/** Lookups by number over one intersection, built once; stages and phases are few and numbered. */
export interface StageTable {
  readonly phases: ReadonlyMap<number, Phase>
  readonly displays: ReadonlyMap<number, ReadonlyMap<number, StageDisplay>>
  /** Transition between two known stages. */
  transition(fromStage: number, toStage: number): StageTransition
}

const tables = new WeakMap<Intersection, StageTable>()

/** Stage table of an intersection. Configurations are immutable, so it is computed once for each. */
export function stageTableOf(intersection: Intersection): StageTable {
  let table = tables.get(intersection)
  if (table === undefined) {
    table = createStageTable(intersection)
    tables.set(intersection, table)
  }
  return table
}

function createStageTable(intersection: Intersection): StageTable {
  const phases = new Map(intersection.phases.map(phase => [phase.phase, phase]))
  const displays = new Map(
    intersection.stages.map(stage => [stage.stage, new Map(stage.phases.map(entry => [entry.phase, entry.display]))])
  )
  const known = new Map<string, StageTransition>()
  return {
    phases,
    displays,
    transition(fromStage, toStage) {
      const name = `${fromStage}>${toStage}`
      let transition = known.get(name)
      if (transition === undefined) {
        transition = computeTransition(phases, displays.get(fromStage), displays.get(toStage))
        known.set(name, transition)
      }
      return transition
    }
  }
}

function computeTransition(
  phases: ReadonlyMap<number, Phase>,
  from: ReadonlyMap<number, StageDisplay> | undefined,
  to: ReadonlyMap<number, StageDisplay> | undefined
): StageTransition {
  const losing: number[] = []
  const gaining: number[] = []
  let change = 0
  let clearance = 0
  for (const phase of phases.values()) {
    const before = isGreen(from?.get(phase.phase))
    const after = isGreen(to?.get(phase.phase))
    if (before && !after) {
      losing.push(phase.phase)
      change = Math.max(change, changeSeconds(phase))
      clearance = Math.max(clearance, clearanceSeconds(phase))
    } else if (!before && after) gaining.push(phase.phase)
  }
  return { losing, gaining, changeSeconds: change, clearanceSeconds: clearance }
}
