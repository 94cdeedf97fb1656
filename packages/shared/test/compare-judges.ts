import { type Corridor, validatePhasePlan } from '../src/index.ts'
import { mutationNames, mutations } from './mutate-plan.ts'
import { judgePlan } from './plan-oracle.ts'
import type { Random } from './random.ts'
import { createRandomCorridor } from './random-intersection.ts'
import { createSafePlan, type PlanCase } from './random-plan.ts'
import { spoilCorridor, spoilingNames } from './spoil-intersection.ts'

/** One plan in the eyes of both judges. */
export interface Comparison {
  /** What was done to a plan that is safe by construction. */
  readonly mutation: string
  readonly judged: PlanCase
  readonly accepted: boolean
  readonly acceptedByOracle: boolean
  readonly complaints: readonly string[]
}

export const unchanged = 'none'

/** Judges one case with `validatePhasePlan` and with the oracle. */
export function compareJudges(mutation: string, judged: PlanCase): Comparison {
  const problems = validatePhasePlan(judged.plan, judged)
  const complaints = judgePlan(judged)
  return {
    mutation,
    judged,
    accepted: problems.length === 0,
    acceptedByOracle: complaints.length === 0,
    complaints: [...problems.map(({ kind }) => kind), ...complaints]
  }
}

const plansPerCorridor = 400
const plansPerSpoiling = 10

/** An endless stream of compared plans over random intersections: a quarter unchanged, the rest mutated. */
export function* compareForever(random: Random): Generator<Comparison, never> {
  for (;;) {
    const corridor = createRandomCorridor(random)
    for (let count = 0; count < plansPerCorridor; count++) yield compareOne(corridor, random)
    for (const name of spoilingNames) yield* compareSpoilt(corridor, name, random)
  }
}

function compareOne(corridor: Corridor, random: Random): Comparison {
  const safe = createSafePlan(random, corridor)
  if (random.chance(0.25)) return compareJudges(unchanged, safe)
  const name = random.pick(mutationNames)
  return compareJudges(name, mutations[name]!(safe, random))
}

function* compareSpoilt(corridor: Corridor, name: string, random: Random): Generator<Comparison> {
  const intersection = spoilCorridor(corridor, name, random).intersections[0]!
  for (let count = 0; count < plansPerSpoiling; count++) {
    yield compareJudges(name, { ...createSafePlan(random, corridor), intersection })
  }
}
