import type { PhasePlan, StageInterval } from '../src/index.ts'
import type { Random } from './random.ts'
import type { PlanCase } from './random-plan.ts'

/** Changes a safe case at one edge; the result may be safe or not. */
export type Mutation = (safe: PlanCase, random: Random) => PlanCase

const withPlan = (safe: PlanCase, change: Partial<PhasePlan>): PlanCase => ({
  ...safe,
  plan: { ...safe.plan, ...change }
})

const withIntervals = (safe: PlanCase, change: (intervals: StageInterval[]) => void): PlanCase => {
  const intervals = safe.plan.intervals.map(interval => ({ ...interval }))
  change(intervals)
  return intervals.length === 0 ? safe : withPlan(safe, { intervals })
}

const place = (random: Random, { plan }: PlanCase): number => random.integer(0, plan.intervals.length - 1)
const offByOne = (random: Random): number => random.pick([-1, 1])

/** What a fault or an attacker might do to a plan or to what it is judged by; each is aimed at one rule's edge. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'interval ends 1 ms off': (safe, random) =>
    withIntervals(safe, intervals => {
      intervals[place(random, safe)]!.endAtMs += offByOne(random)
    }),
  'interval starts 1 ms off': (safe, random) =>
    withIntervals(safe, intervals => {
      intervals[place(random, safe)]!.startAtMs += offByOne(random)
    }),
  'interval moved': (safe, random) =>
    withIntervals(safe, intervals => {
      const interval = intervals[place(random, safe)]!
      const byMs = random.integer(-3000, 3000)
      interval.startAtMs += byMs
      interval.endAtMs += byMs
    }),
  'all moved': (safe, random) =>
    withIntervals(safe, intervals => {
      const byMs = random.pick([-1, 1, 1000, -1000])
      for (const interval of intervals) {
        interval.startAtMs += byMs
        interval.endAtMs += byMs
      }
    }),
  'green cut': (safe, random) =>
    withIntervals(safe, intervals => {
      const interval = intervals[place(random, safe)]!
      interval.endAtMs = interval.startAtMs + random.integer(1, 6000)
    }),
  'green stretched': (safe, random) =>
    withIntervals(safe, intervals => {
      intervals[place(random, safe)]!.endAtMs += random.integer(1, 60_000)
    }),
  'clearance cut': (safe, random) =>
    withIntervals(safe, intervals => {
      const index = place(random, safe)
      const next = intervals[index + 1]
      if (next !== undefined) next.startAtMs = intervals[index]!.endAtMs + random.integer(0, 5000)
    }),
  'interval empty or backwards': (safe, random) =>
    withIntervals(safe, intervals => {
      const interval = intervals[place(random, safe)]!
      interval.endAtMs = interval.startAtMs - random.pick([0, 1, 5000])
    }),
  'stage replaced': (safe, random) =>
    withIntervals(safe, intervals => {
      intervals[place(random, safe)]!.stage = random.pick(safe.intersection.stages).stage
    }),
  'stages swapped': (safe, random) =>
    withIntervals(safe, intervals => {
      const [a, b] = [intervals[place(random, safe)]!, intervals[place(random, safe)]!]
      const stage = a.stage
      a.stage = b.stage
      b.stage = stage
    }),
  'unknown stage': (safe, random) =>
    withIntervals(safe, intervals => {
      intervals[place(random, safe)]!.stage = random.pick([50, 255])
    }),
  'interval dropped': (safe, random) => withIntervals(safe, intervals => void intervals.splice(place(random, safe), 1)),
  'interval repeated': (safe, random) =>
    withIntervals(safe, intervals => {
      const index = place(random, safe)
      intervals.splice(index, 0, { ...intervals[index]! })
    }),
  'green split in two': (safe, random) =>
    withIntervals(safe, intervals => {
      const index = place(random, safe)
      const { stage, startAtMs, endAtMs } = intervals[index]!
      const middleMs = Math.floor((startAtMs + endAtMs) / 2)
      intervals.splice(index, 1, { stage, startAtMs, endAtMs: middleMs }, { stage, startAtMs: middleMs, endAtMs })
    }),
  'intervals reversed': safe => withIntervals(safe, intervals => void intervals.reverse()),
  'wrong corridor': (safe, random) => withPlan(safe, { corridorId: `corridor-${random.integer(1, 9)}` }),
  'wrong intersection': (safe, random) => withPlan(safe, { intersectionId: `crossing-${random.integer(1, 9)}` }),
  'wrong configuration': (safe, random) =>
    withPlan(safe, { configurationVersion: safe.plan.configurationVersion + random.pick([-1, 0, 1]) }),
  'validity at its edges': (safe, random) => {
    const { issuedAtMs, intervals } = safe.plan
    const edge = random.pick([issuedAtMs, issuedAtMs + 60_000, safe.nowMs, intervals.at(-1)!.endAtMs])
    return withPlan(safe, { validUntilMs: edge + random.integer(-1, 1) })
  },
  'issue at its edges': (safe, random) => {
    const { validUntilMs, intervals } = safe.plan
    const last = intervals.at(-1)!.endAtMs
    const edge = random.pick([
      safe.nowMs + 10_000,
      validUntilMs,
      validUntilMs - 60_000,
      intervals[0]!.endAtMs,
      last - 900_000
    ])
    return withPlan(safe, { issuedAtMs: edge + random.integer(-1, 1) })
  },
  'horizon at its edges': (safe, random) => {
    const edge = random.pick([safe.plan.validUntilMs, safe.plan.issuedAtMs + 900_000])
    return withIntervals(safe, intervals => {
      intervals.at(-1)!.endAtMs = edge + random.integer(-1, 1)
    })
  },
  'read later': (safe, random) => ({
    ...safe,
    nowMs: random.pick([safe.plan.validUntilMs, safe.plan.issuedAtMs - 10_000]) + random.integer(-1, 1)
  }),
  'running stage differs': (safe, random) =>
    withState(safe, state => ({ ...state, stage: random.pick(safe.intersection.stages).stage })),
  'next stage differs': (safe, random) =>
    withState(safe, state => ({
      ...state,
      nextStage: random.pick([null, ...safe.intersection.stages.map(({ stage }) => stage)])
    })),
  'running green 1 ms off': (safe, random) =>
    withState(safe, state => ({ ...state, stageGreenSinceAtMs: state.stageGreenSinceAtMs + offByOne(random) })),
  'running clearance 1 ms longer': safe =>
    withState(safe, state => ({
      ...state,
      clearanceUntilMs: state.clearanceUntilMs === null ? null : safe.plan.intervals[0]!.startAtMs + 1
    })),
  'running phases younger': safe =>
    withState(safe, state => ({
      ...state,
      phases: state.phases.map(entry => ({ ...entry, sinceAtMs: entry.sinceAtMs + 20_000 }))
    })),
  'phases younger': safe =>
    safe.runningPhases === undefined
      ? safe
      : {
          ...safe,
          runningPhases: safe.runningPhases.map(entry => ({ ...entry, sinceAtMs: entry.sinceAtMs + 20_000 }))
        },
  'state unknown': ({ state: _, runningPhases: __, ...safe }) => safe
}

function withState(
  safe: PlanCase,
  change: (state: NonNullable<PlanCase['state']>) => PlanCase['state'] & {}
): PlanCase {
  return safe.state === undefined ? safe : { ...safe, state: change(safe.state) }
}

export const mutationNames: readonly string[] = Object.keys(mutations)
