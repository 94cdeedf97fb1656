import type { Conflict, Corridor, Intersection, Phase, Stage, TimingPlan } from '../src/index.ts'
import type { Random } from './random.ts'

/** Tenths of a second, as real configurations have them and binary floating point has not. */
const tenths = (random: Random, least: number, most: number): number => random.integer(least * 10, most * 10) / 10

/** A random intersection that `validateCorridor` has nothing against, in a corridor of its own. */
export function createRandomCorridor(random: Random): Corridor {
  const limits = random.chance(0.7) ? 'field' : 'simulation'
  return {
    schemaVersion: 1,
    corridorId: `corridor-${random.integer(1, 9)}`,
    configurationVersion: random.integer(1, 5),
    drivingSide: 'left',
    timeZone: 'Asia/Kuala_Lumpur',
    limits,
    intersections: [createIntersection(random, limits)],
    links: []
  }
}

function createIntersection(random: Random, limits: Corridor['limits']): Intersection {
  const phases = Array.from({ length: random.integer(1, 7) }, (_, index) => createPhase(random, limits, index + 1))
  const stages = createStages(random, phases)
  const timingPlans = Array.from({ length: random.integer(1, 2) }, (_, index) =>
    createTimingPlan(random, `plan-${index}`, phases, stages)
  )
  return {
    intersectionId: `crossing-${random.integer(1, 9)}`,
    approaches: phases.map(({ phase }) => ({
      approachId: `a${phase}`,
      lanes: [{ laneId: `l${phase}`, lengthMetres: 100, speedLimitMetresPerSecond: 13.9 }]
    })),
    movements: phases.map(({ phase }) => ({
      movementId: `m${phase}`,
      approachId: `a${phase}`,
      turn: 'through',
      phase,
      laneIds: [`l${phase}`]
    })),
    phases,
    stages,
    conflicts: createConflicts(random, phases, stages),
    detectors: [],
    timingPlans,
    schedule: random.chance(0.3)
      ? timingPlans.map(({ timingPlanId }, index) => ({
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          startMinute: (random.integer(0, 719) + index * 720) % 1440,
          timingPlanId
        }))
      : []
  }
}

function createPhase(random: Random, limits: Corridor['limits'], phase: number): Phase {
  const kind = random.pick(['vehicle', 'vehicle', 'pedestrian', 'transit'] as const)
  const minimumGreenSeconds = random.chance(0.1) ? 0 : tenths(random, 1, 12)
  const timing = {
    phase,
    kind,
    minimumGreenSeconds,
    maximumGreenSeconds: Math.ceil(minimumGreenSeconds) + random.integer(random.chance(0.2) ? 1 : 10, 60),
    redClearanceSeconds: random.chance(0.2) ? 0 : tenths(random, 0, 3)
  }
  if (kind === 'pedestrian') {
    return { ...timing, yellowSeconds: 0, pedestrianClearanceSeconds: tenths(random, 2, 12) }
  }
  return { ...timing, yellowSeconds: limits === 'field' ? tenths(random, 3, 5) : tenths(random, 0, 4) }
}

function createStages(random: Random, phases: readonly Phase[]): Stage[] {
  const count = random.pick([1, 2, 2, 3, 3, 4, 4, 5])
  const numbers = Array.from({ length: count }, (_, index) => index + 1 + (random.chance(0.1) ? 100 : 0))
  const stages = numbers.map(stage => ({
    stage,
    phases: phases
      .filter(() => random.chance(0.45))
      .map(({ phase }) => ({ phase, display: random.pick(['protected', 'protected', 'permissive'] as const) }))
  }))
  for (const { phase } of phases) {
    const served = stages.some(stage => stage.phases.some(entry => entry.phase === phase))
    if (!served) random.pick(stages).phases.push({ phase, display: 'protected' })
  }
  const filled = stages.map(({ stage, phases: entries }) => ({
    stage,
    phases: entries.length > 0 ? entries : [{ phase: random.pick(phases).phase, display: 'protected' as const }]
  }))
  return filled.map(({ stage, phases: entries }) => ({
    stage,
    phases: [...entries, ...turnOnRed(random, phases, entries)]
  }))
}

/** Sometimes a phase that is red in a stage may be passed after stopping. */
function turnOnRed(random: Random, phases: readonly Phase[], entries: Stage['phases']): Stage['phases'] {
  const red = phases.filter(({ phase }) => !entries.some(entry => entry.phase === phase))
  return red.filter(() => random.chance(0.1)).map(({ phase }) => ({ phase, display: 'stopThenProceed' }))
}

const greensOf = ({ phases }: Stage) =>
  new Map(phases.filter(entry => entry.display !== 'stopThenProceed').map(entry => [entry.phase, entry.display]))

function createConflicts(random: Random, phases: readonly Phase[], stages: readonly Stage[]): Conflict[] {
  const greens = stages.map(greensOf)
  const conflicts: Conflict[] = []
  for (const { phase: a } of phases) {
    for (const { phase: b } of phases) {
      if (a >= b) continue
      const together = greens.filter(green => green.has(a) && green.has(b))
      const yields = together.every(green => green.get(a) === 'permissive' || green.get(b) === 'permissive')
      const pair: [number, number] = random.chance(0.5) ? [a, b] : [b, a]
      if (together.length === 0) conflicts.push({ phases: pair, kind: 'exclusive' })
      else if (yields && random.chance(0.7)) conflicts.push({ phases: pair, kind: 'permissive' })
    }
  }
  return conflicts
}

function createTimingPlan(
  random: Random,
  timingPlanId: string,
  phases: readonly Phase[],
  stages: readonly Stage[]
): TimingPlan {
  const order = stages.filter(() => random.chance(0.8)).map(({ stage }) => stage)
  const sequence = order.length > 0 ? order : [stages[0]!.stage]
  const change = Math.max(...phases.map(clearanceSeconds))
  const green = Math.max(...phases.map(phase => phase.minimumGreenSeconds))
  const splits = sequence.map(stage => ({
    stage,
    splitSeconds: Math.max(10, Math.ceil(green + change) + random.integer(0, 20))
  }))
  const cycleSeconds = splits.reduce((sum, { splitSeconds }) => sum + splitSeconds, 0)
  return {
    timingPlanId,
    cycleSeconds,
    offsetSeconds: random.integer(0, cycleSeconds - 1),
    offsetReference: 'firstStageGreenStart',
    splits
  }
}

/** From the end of a phase's green to the end of its red clearance. */
export const clearanceSeconds = (phase: Phase): number =>
  (phase.kind === 'pedestrian' ? (phase.pedestrianClearanceSeconds ?? 0) : phase.yellowSeconds) +
  phase.redClearanceSeconds
