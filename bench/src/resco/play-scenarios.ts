import { type Group, groupOutcomes } from '../lab/group.ts'
import type { Job, Outcome } from '../lab/job.ts'
import { type LabOptions, runJobs } from '../lab/run-jobs.ts'
import type { BenchCase, RunSettings } from '../run/run-options.ts'
import { barOf, referencesOf } from './bars.ts'

/** The runs of one scenario with what they are held to. */
export interface ScenarioResult extends Group {
  readonly barSeconds: number | undefined
}

export interface Played {
  readonly scenarios: readonly ScenarioResult[]
  readonly outcomes: readonly Outcome[]
}

/** Plays every case with every seed, and the references that the bars need. */
export async function playScenarios(
  cases: readonly BenchCase[],
  settings: RunSettings,
  seeds: readonly number[],
  lab: LabOptions
): Promise<Played> {
  const variants = [settings, ...referencesOf(settings).map(reference => reference.settings)]
  const jobs = variants.map(variant =>
    cases.flatMap(entry => seeds.map((seed): Job => ({ options: { ...entry, ...variant }, seed })))
  )
  const all = await runJobs(jobs.flat(), lab)
  const [own = [], ...references] = variants.map((_, index) => {
    const from = index * cases.length * seeds.length
    return all.slice(from, from + cases.length * seeds.length)
  })
  const byCase = (outcomes: readonly Outcome[]) => groupOutcomes(outcomes, ({ job }) => job.options.name)
  const compared = references.map(byCase)
  const scenarios = byCase(own).map((group, index) => {
    const seconds = compared.map(groups => groups[index]!.delaySeconds.mean)
    return { ...group, barSeconds: barOf(group.name, settings, seconds) }
  })
  return { scenarios, outcomes: all }
}
