import { type Group, groupOutcomes } from '../lab/group.ts'
import type { Job, Outcome } from '../lab/job.ts'
import { type LabOptions, runJobs } from '../lab/run-jobs.ts'
import type { BenchCase, RunSettings } from '../run/run-options.ts'
import { estimateOf } from '../statistics.ts'
import { type Bar, barOf, type Reference, type ReferenceDelay, referencesOf } from './bars.ts'

/** The runs of one scenario with what they are held to. */
export interface ScenarioResult extends Group {
  readonly barSeconds: Bar
  /** Runs of references that failed, and the references that jammed. */
  readonly failedReferences: readonly string[]
  readonly jammedReferences: readonly string[]
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
  const references = referencesOf(settings)
  const variants = [settings, ...references.map(reference => reference.settings)]
  const jobs = variants.flatMap(variant =>
    cases.flatMap(entry => seeds.map((seed): Job => ({ options: { ...entry, ...variant }, seed })))
  )
  const outcomes = await runJobs(jobs, lab)
  /** In the order of the jobs: by variant, then by case. */
  const outcomesOf = (variant: number, entry: number) => {
    const from = (variant * cases.length + entry) * seeds.length
    return outcomes.slice(from, from + seeds.length)
  }
  const scenarios = cases.map(({ name }, entry): ScenarioResult => {
    const compared = references.map((reference, index) => compare(reference, outcomesOf(index + 1, entry)))
    const [group] = groupOutcomes(outcomesOf(0, entry), () => name)
    return {
      ...group!,
      barSeconds: barOf(
        name,
        settings,
        compared.map(({ delay }) => delay)
      ),
      failedReferences: compared.flatMap(({ failed }) => failed),
      jammedReferences: compared.flatMap(({ jammed }) => jammed)
    }
  })
  return { scenarios, outcomes }
}

interface Compared {
  readonly delay: ReferenceDelay
  readonly failed: readonly string[]
  readonly jammed: readonly string[]
}

function compare({ kind, settings }: Reference, outcomes: readonly Outcome[]): Compared {
  const label = kind === 'exact sensors' ? kind : settings.controller
  const [group] = groupOutcomes(outcomes, ({ job }) => job.options.name)
  const { name, failed, jammedSeeds } = group!
  const results = outcomes.flatMap(outcome => ('result' in outcome ? [outcome.result] : []))
  const means = [results, results.filter(({ jammed }) => !jammed)]
    .filter(({ length }) => length > 0)
    .map(chosen => estimateOf(chosen.map(({ meanDelaySeconds }) => meanDelaySeconds)).mean)
  const isKnown = means.length > 0 && failed.length === 0
  return {
    delay: { seconds: isKnown ? Math.min(...means) : undefined, jams: jammedSeeds.length },
    failed: failed.map(why => `${label}: ${why}`),
    jammed: jammedSeeds.length === 0 ? [] : [`${name}: ${label} jams with seed ${jammedSeeds.join(', ')}`]
  }
}
