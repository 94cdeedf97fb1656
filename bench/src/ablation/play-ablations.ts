import type { Ablation } from '@selaras/control'
import { type Group, groupOutcomes } from '../lab/group.ts'
import type { Job } from '../lab/job.ts'
import { type LabOptions, runJobs } from '../lab/run-jobs.ts'
import type { BenchCase, RunSettings } from '../run/run-options.ts'

/** The cases under one variant of the method. */
export interface AblationRow {
  readonly name: string
  /** In the order of the cases. */
  readonly groups: readonly Group[]
}

/** Plays the whole method, then every variant with one idea less; the first row is the whole. */
export async function playAblations(
  ablations: readonly Ablation[],
  cases: readonly BenchCase[],
  settings: RunSettings,
  seeds: readonly number[],
  lab: LabOptions
): Promise<readonly AblationRow[]> {
  const variants: readonly Ablation[] = [{ name: 'all ideas', without: {} }, ...ablations]
  const jobs = variants.flatMap(({ without }) =>
    cases.flatMap(entry =>
      seeds.map((seed): Job => {
        const parameters = { ...settings.parameters, ...without }
        return { options: { ...entry, ...settings, parameters }, seed }
      })
    )
  )
  const outcomes = await runJobs(jobs, lab)
  const size = cases.length * seeds.length
  return variants.map(({ name }, index) => ({
    name,
    groups: groupOutcomes(outcomes.slice(index * size, (index + 1) * size), ({ job }) => job.options.name)
  }))
}
