import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareForever, unchanged } from '../../test/compare-judges.ts'
import { mutationNames } from '../../test/mutate-plan.ts'
import { createRandom } from '../../test/random.ts'
import { createRandomCorridor } from '../../test/random-intersection.ts'
import { createSafePlan } from '../../test/random-plan.ts'
import { spoilingNames } from '../../test/spoil-intersection.ts'
import { validateCorridor } from '../model/validate-corridor.ts'
import { formatPlanProblem, validatePhasePlan } from './validate-phase-plan.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const plansPerSeed = 500

describe('validatePhasePlan', () => {
  it('agrees with an independent judge on safe and on mutated plans', () => {
    fc.assert(
      fc.property(seeds, seed => {
        let count = 0
        for (const { mutation, judged, accepted, acceptedByOracle, complaints } of compareForever(createRandom(seed))) {
          if (accepted !== acceptedByOracle) expect.fail(`${mutation}: ${complaints}\n${JSON.stringify(judged)}`)
          if (++count === plansPerSeed) break
        }
      }),
      { numRuns: 60 }
    )
  })

  it('accepts every plan that is safe by construction', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const random = createRandom(seed)
        const corridor = createRandomCorridor(random)
        expect(validateCorridor(corridor)).toEqual([])
        const safe = createSafePlan(random, corridor)
        expect(validatePhasePlan(safe.plan, safe)).toEqual([])
      }),
      { numRuns: 1000 }
    )
  })

  it('accepts and refuses many plans of the stream that is compared, and refuses some of every mutation', () => {
    const refused = new Map<string, number>()
    let accepted = 0
    let count = 0
    for (const comparison of compareForever(createRandom(1))) {
      if (comparison.accepted) accepted += 1
      else refused.set(comparison.mutation, (refused.get(comparison.mutation) ?? 0) + 1)
      if (++count === 20_000) break
    }
    expect(accepted).toBeGreaterThan(count / 5)
    expect(count - accepted).toBeGreaterThan(count / 5)
    expect([...refused.keys()].sort()).toEqual([...mutationNames, ...spoilingNames].sort())
    expect(refused.has(unchanged)).toBe(false)
  })

  it('names each problem on one line', () => {
    let left = 2000
    for (const { judged } of compareForever(createRandom(2))) {
      if (left-- === 0) break
      for (const problem of validatePhasePlan(judged.plan, judged)) {
        expect(formatPlanProblem(problem)).toMatch(/^[a-z-]+: [^\n]+$/)
      }
    }
  })
})
