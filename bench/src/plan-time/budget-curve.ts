import { type Group, groupOutcomes } from '../lab/group.ts'
import { type Job, resultsOf } from '../lab/job.ts'
import { type LabOptions, runJobs } from '../lab/run-jobs.ts'
import { meanOf } from '../percentiles.ts'
import type { BenchCase, RunSettings } from '../run/run-options.ts'

/** Budgets in terms of the states that a complete search computes on the mean; the first is no budget at all. */
export const budgetShares = [Number.POSITIVE_INFINITY, 2, 1, 1 / 2, 1 / 4, 1 / 8] as const

export interface BudgetPoint {
  readonly share: number
  /** States computed by a search, mean. */
  readonly meanExpansions: number
  readonly group: Group
}

/** A case under complete searches, which come first, and under smaller budgets. */
export interface BudgetCurve {
  readonly name: string
  readonly points: readonly BudgetPoint[]
}

/** Plays every case with every seed and budget; without a complete run, nothing else. States, unlike time, are the same on every machine. */
export async function playBudgets(
  cases: readonly BenchCase[],
  settings: RunSettings,
  seeds: readonly number[],
  lab: LabOptions
): Promise<readonly BudgetCurve[]> {
  const curves: BudgetCurve[] = []
  for (const entry of cases) {
    const points: BudgetPoint[] = []
    for (const share of budgetShares) {
      if (points[0]?.group.runs === 0) break
      const needed = points[0]?.meanExpansions
      const budget = needed === undefined ? {} : { expansionsPerSearch: Math.max(1, Math.round(share * needed)) }
      const parameters = { ...settings.parameters, ...budget }
      const options = { ...entry, ...settings, parameters }
      const outcomes = await runJobs(
        seeds.map((seed): Job => ({ options, seed })),
        lab
      )
      points.push({
        share,
        meanExpansions: meanOf(resultsOf(outcomes).map(({ expansionsPerSearch }) => expansionsPerSearch ?? 0)),
        group: groupOutcomes(outcomes, () => entry.name)[0]!
      })
    }
    curves.push({ name: entry.name, points })
  }
  return curves
}

/** A budget for reading. */
export function nameShare(share: number): string {
  if (share === Number.POSITIVE_INFINITY) return 'complete'
  return share < 1 ? `1/${1 / share}` : `${share} ×`
}

/** Delay at a budget over that of complete searches, less 1. */
export const lossOf = ({ points }: BudgetCurve, { group }: BudgetPoint): number =>
  group.delaySeconds.mean / points[0]!.group.delaySeconds.mean - 1
