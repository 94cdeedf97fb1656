import type { Corridor, Intersection } from '../src/index.ts'
import type { Random } from './random.ts'

/** A configuration that slipped past its verification: plans made for the sound one are judged by it. */
export type Spoiling = (intersection: Intersection, random: Random) => Intersection

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10

export const spoilings: Readonly<Record<string, Spoiling>> = {
  'phase deleted': (intersection, random) => {
    const gone = random.pick(intersection.phases)
    return { ...intersection, phases: intersection.phases.filter(phase => phase !== gone) }
  },
  'yellow shortened': (intersection, random) => {
    const short = random.pick(intersection.phases)
    const phases = intersection.phases.map(phase =>
      phase === short ? { ...phase, yellowSeconds: random.pick([2.9, 3, 0]) } : phase
    )
    return { ...intersection, phases }
  },
  'conflict added': (intersection, random) => {
    const stage = random.pick(intersection.stages)
    const [a, b] = [random.pick(stage.phases).phase, random.pick(stage.phases).phase]
    if (a === b) return intersection
    const kind = random.pick(['exclusive', 'permissive'] as const)
    return { ...intersection, conflicts: [...intersection.conflicts, { phases: [a, b], kind }] }
  },
  'timing lengthened': (intersection, random) => {
    const slow = random.pick(intersection.phases)
    const longer = random.pick([
      { redClearanceSeconds: tenths(slow.redClearanceSeconds + 0.1) },
      { minimumGreenSeconds: tenths(slow.minimumGreenSeconds + 0.1) },
      { maximumGreenSeconds: tenths(slow.maximumGreenSeconds - 0.1) },
      { pedestrianClearanceSeconds: tenths((slow.pedestrianClearanceSeconds ?? 0) + 0.1) }
    ])
    return {
      ...intersection,
      phases: intersection.phases.map(phase => (phase === slow ? { ...phase, ...longer } : phase))
    }
  },
  'display changed': (intersection, random) => {
    const changed = random.pick(intersection.stages)
    const entry = random.pick(changed.phases)
    const display = random.pick(['protected', 'permissive', 'stopThenProceed'] as const)
    const phases = changed.phases.map(other => (other === entry ? { ...entry, display } : other))
    return {
      ...intersection,
      stages: intersection.stages.map(stage => (stage === changed ? { ...stage, phases } : stage))
    }
  },
  'decision grid added': (intersection, random) => ({ ...intersection, decisionGridSeconds: random.integer(1, 20) }),
  'stage deleted': (intersection, random) => {
    const gone = random.pick(intersection.stages)
    if (intersection.stages.length === 1) return intersection
    return { ...intersection, stages: intersection.stages.filter(stage => stage !== gone) }
  }
}

export const spoilingNames: readonly string[] = Object.keys(spoilings)

/** The corridor with its only intersection spoilt. */
export const spoilCorridor = (corridor: Corridor, name: string, random: Random): Corridor => ({
  ...corridor,
  intersections: corridor.intersections.map(intersection => spoilings[name]!(intersection, random))
})
