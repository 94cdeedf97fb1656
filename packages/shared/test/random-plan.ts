import type { Corridor, Intersection, PhasePlan, SignalState, StageInterval } from '../src/index.ts'
import type { Random } from './random.ts'
import { clearanceSeconds } from './random-intersection.ts'

/** What a plan is judged in. */
export interface PlanCase {
  readonly plan: PhasePlan
  readonly corridorId: string
  readonly configurationVersion: number
  readonly limits: Corridor['limits']
  readonly intersection: Intersection
  readonly nowMs: number
  readonly state?: SignalState
  readonly runningPhases?: SignalState['phases']
}

const toMs = (seconds: number): number => Math.round(seconds * 1000)
const longestValidityMs = 60_000
const longestLeadMs = 10_000
const longestHorizonMs = 900_000

/** What the generator must know of an intersection to write plans that are safe by construction. */
interface Rules {
  readonly stages: readonly number[]
  readonly green: ReadonlyMap<number, ReadonlySet<number>>
  readonly minimumMs: ReadonlyMap<number, number>
  readonly clearanceMs: ReadonlyMap<number, number>
  readonly longestMs: ReadonlyMap<number, number>
}

const rules = new WeakMap<Intersection, Rules>()

function rulesOf(intersection: Intersection): Rules {
  const known = rules.get(intersection)
  if (known !== undefined) return known
  const { phases, stages } = intersection
  const green = new Map(
    stages.map(({ stage, phases: entries }) => [
      stage,
      new Set(entries.filter(({ display }) => display !== 'stopThenProceed').map(({ phase }) => phase))
    ])
  )
  const stopped = phases.filter(({ phase }) => [...green.values()].some(stage => !stage.has(phase)))
  const made: Rules = {
    stages: stages.map(({ stage }) => stage),
    green,
    minimumMs: new Map(phases.map(phase => [phase.phase, toMs(phase.minimumGreenSeconds)])),
    clearanceMs: new Map(phases.map(phase => [phase.phase, toMs(clearanceSeconds(phase))])),
    longestMs: new Map(
      [...green].map(([stage, members]) => {
        const limits = stopped.filter(({ phase }) => members.has(phase)).map(phase => toMs(phase.maximumGreenSeconds))
        return [stage, Math.min(Number.POSITIVE_INFINITY, ...limits)]
      })
    )
  }
  rules.set(intersection, made)
  return made
}

/**
 * A random plan that is safe by construction, often exactly at the edge of what is allowed.
 *
 * @param nowMs when the plan is read; random unless given.
 * @param withState whether it continues a random state of the controller.
 */
export function createSafePlan(
  random: Random,
  corridor: Corridor,
  nowMs?: number,
  withState = random.chance(0.4)
): PlanCase {
  for (;;) {
    const made = tryPlan(random, corridor, nowMs ?? 1_767_225_600_000 + random.integer(0, 1_000_000_000), withState)
    if (made !== undefined) return made
  }
}

function tryPlan(random: Random, corridor: Corridor, nowMs: number, withState: boolean): PlanCase | undefined {
  const intersection = corridor.intersections[0]!
  const { corridorId, configurationVersion, limits } = corridor
  const issuedAtMs = nowMs + (random.chance(0.1) ? longestLeadMs : random.integer(-4000, 2000))
  const startAtMs = issuedAtMs - random.integer(-2000, 15_000)
  const since = new Map<number, number>()
  const stage = random.pick(rulesOf(intersection).stages)
  for (const phase of rulesOf(intersection).green.get(stage)!) since.set(phase, startAtMs)
  const state = withState ? createState(random, intersection, stage, startAtMs, since) : undefined
  const untilMs = Math.max(issuedAtMs, nowMs) + random.integer(1, longestValidityMs / 2)
  const intervals = createIntervals(random, rulesOf(intersection), { stage, startAtMs, issuedAtMs, untilMs, since })
  if (intervals === undefined) return undefined
  const latestMs = Math.min(issuedAtMs + longestValidityMs, intervals.at(-1)!.endAtMs)
  const earliestMs = Math.max(issuedAtMs, nowMs) + 1
  if (latestMs < earliestMs) return undefined
  const plan: PhasePlan = {
    schemaVersion: 1,
    corridorId,
    intersectionId: intersection.intersectionId,
    configurationVersion,
    epoch: random.integer(0, 5),
    revision: random.integer(0, 1000),
    basedOnAtMs: issuedAtMs,
    issuedAtMs,
    validUntilMs: random.pick([earliestMs, latestMs, random.integer(earliestMs, latestMs)]),
    intervals,
    reason: 'random'
  }
  const judged = { plan, corridorId, configurationVersion, limits, intersection, nowMs }
  if (state === undefined) return judged
  return random.chance(0.3) ? { ...judged, runningPhases: state.phases } : { ...judged, state }
}

interface Course {
  readonly stage: number
  readonly startAtMs: number
  readonly issuedAtMs: number
  /** The plan reaches at least this far. */
  readonly untilMs: number
  /** Phase → start of its running green. */
  readonly since: Map<number, number>
}

function createIntervals(random: Random, known: Rules, course: Course): StageInterval[] | undefined {
  const { since, issuedAtMs, untilMs } = course
  const intervals: StageInterval[] = []
  let { stage, startAtMs } = course
  while (intervals.length < 20) {
    const next = random.pick(known.stages)
    const green = known.green.get(stage)!
    const coming = known.green.get(next)!
    const losing = [...green].filter(phase => !coming.has(phase))
    const leastMs = Math.max(
      startAtMs + 1,
      intervals.length === 0 ? issuedAtMs : 0,
      ...losing.map(phase => since.get(phase)! + known.minimumMs.get(phase)!)
    )
    const mostMs = Math.min(startAtMs + known.longestMs.get(stage)!, startAtMs + 200_000, issuedAtMs + longestHorizonMs)
    if (mostMs >= untilMs && (next === stage || leastMs > mostMs || random.chance(0.2))) {
      const least = Math.max(untilMs, startAtMs + 1, intervals.length === 0 ? issuedAtMs : 0)
      if (least > mostMs) return undefined
      const endAtMs = random.pick([least, mostMs, random.integer(least, mostMs)])
      intervals.push({ stage, startAtMs, endAtMs })
      return intervals
    }
    if (next === stage) {
      if (known.stages.length === 1) return undefined
      continue
    }
    if (leastMs > mostMs) return undefined
    const endAtMs = random.pick([leastMs, Math.min(mostMs, leastMs + random.integer(0, 20_000)), mostMs])
    intervals.push({ stage, startAtMs, endAtMs })
    startAtMs = endAtMs + Math.max(0, ...losing.map(phase => known.clearanceMs.get(phase)!))
    if (random.chance(0.3)) startAtMs += random.integer(0, 3000)
    for (const phase of losing) since.delete(phase)
    for (const phase of coming) if (!since.has(phase)) since.set(phase, startAtMs)
    stage = next
  }
  return undefined
}

/** A state in which the controller runs the first stage or clears for it; may lengthen what is green already. */
function createState(
  random: Random,
  intersection: Intersection,
  stage: number,
  startAtMs: number,
  since: Map<number, number>
): SignalState {
  const clearing = random.chance(0.4)
  const { green, stages } = rulesOf(intersection)
  const before = clearing ? random.pick(stages) : stage
  for (const phase of green.get(stage)!) {
    const runs = !clearing || green.get(before)!.has(phase)
    if (runs && random.chance(0.7)) since.set(phase, startAtMs - random.integer(0, 10_000))
  }
  return {
    stage: before,
    nextStage: clearing ? stage : null,
    interval: clearing ? random.pick(['yellow', 'redClearance'] as const) : 'green',
    sinceAtMs: startAtMs - 1000,
    stageGreenSinceAtMs: clearing ? startAtMs - 20_000 : startAtMs,
    clearanceUntilMs: clearing ? startAtMs - random.pick([0, 0, 500]) : null,
    phases: intersection.phases.map(({ phase }) => {
      const shown = green.get(stage)!.has(phase) && green.get(before)!.has(phase)
      return { phase, display: shown ? 'protected' : 'stop', sinceAtMs: shown ? since.get(phase)! : startAtMs - 1000 }
    })
  }
}
