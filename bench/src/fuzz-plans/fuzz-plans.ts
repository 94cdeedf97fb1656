import { type Comparison, compareForever, unchanged } from '../../../packages/shared/test/compare-judges.ts'
import { createRandom } from '../../../packages/shared/test/random.ts'
import type { FuzzOptions } from './options.ts'
import type { Disagreement, FuzzReport } from './report.ts'

const plansPerProgress = 100_000
const mostShown = 5

/**
 * Compares `validatePhasePlan` with an independent judge over random plans.
 *
 * @param onProgress called with the plans done and the plans judged per second.
 */
export function fuzzPlans(
  { count, seed }: FuzzOptions,
  onProgress: (done: number, perSecond: number) => void
): FuzzReport {
  const startedAtMs = performance.now()
  const byMutation: Record<string, { accepted: number; refused: number }> = {}
  const shown: Disagreement[] = []
  let [done, accepted, unsafeAccepted, safeRefused] = [0, 0, 0, 0]
  for (const comparison of compareForever(createRandom(seed))) {
    byMutation[comparison.mutation] ??= { accepted: 0, refused: 0 }
    const tally = byMutation[comparison.mutation]!
    if (comparison.accepted) {
      accepted += 1
      tally.accepted += 1
    } else tally.refused += 1
    if (comparison.accepted && !comparison.acceptedByOracle) unsafeAccepted += 1
    else if (isSafeRefused(comparison)) safeRefused += 1
    if (unsafeAccepted + safeRefused > shown.length && shown.length < mostShown) {
      shown.push({ plan: done, ...comparison })
    }
    done += 1
    if (done % plansPerProgress === 0) onProgress(done, rate(done, startedAtMs))
    if (done === count) break
  }
  return {
    count: done,
    seed,
    accepted,
    refused: done - accepted,
    unsafeAccepted,
    safeRefused,
    disagreements: shown,
    byMutation,
    seconds: (performance.now() - startedAtMs) / 1000,
    plansPerSecond: rate(done, startedAtMs)
  }
}

/** Refused although the oracle, or the way in which it was made, says that it is safe. */
const isSafeRefused = ({ accepted, acceptedByOracle, mutation }: Comparison): boolean =>
  !accepted && (acceptedByOracle || mutation === unchanged)

const rate = (done: number, startedAtMs: number): number =>
  Math.round(done / ((performance.now() - startedAtMs) / 1000))
