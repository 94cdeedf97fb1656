import { writeFileSync } from 'node:fs'
import { findSumoBinary } from '@selaras/sumo'
import { compareOutcomes, meetsBars, summarise } from './family/compare.ts'
import { findCases } from './family/find-cases.ts'
import { type FamilyOptions, readFamilyOptions, usage } from './family/options.ts'
import { formatFamilyReport } from './family/report.ts'
import { readLabOptions } from './lab/lab-options.ts'
import { runJobs } from './lab/run-jobs.ts'
import { describeMachine, formatMachine } from './machine.ts'
import type { ControllerName } from './run/run-options.ts'
import { settingsUnder } from './run/settings-under.ts'
import { runCommand } from './run-command.ts'

await runCommand(usage, args => main(readFamilyOptions(args)))

/** Plays every case under our planner and its peers; exit code 1 when a bar is missed or a run fails. */
async function main({ cases, seeds, peers, settings, json, reader }: FamilyOptions): Promise<number> {
  const found = findCases(cases)
  const controllers: readonly ControllerName[] = ['selaras', ...peers]
  const jobs = found.flatMap(({ benchCase }) =>
    controllers.flatMap(controller =>
      seeds.map(seed => ({ options: { ...benchCase, ...settingsUnder(settings, controller) }, seed }))
    )
  )
  const outcomes = await runJobs(jobs, readLabOptions(reader))
  const failed = outcomes.flatMap(outcome =>
    'problem' in outcome
      ? [`${outcome.job.options.name} under ${outcome.job.options.controller}: ${outcome.problem}`]
      : []
  )
  const comparisons = compareOutcomes(outcomes)
  const summary = summarise(comparisons)
  const machine = describeMachine({ sumo: [findSumoBinary(), '--version'] })
  const features = new Map(found.map(({ benchCase, features }) => [benchCase.name, features]))
  process.stdout.write(
    [formatFamilyReport(comparisons, summary, name => features.get(name)), ...failed, formatMachine(machine), ''].join(
      '\n'
    )
  )
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify({ settings, summary, comparisons, outcomes, machine }, null, 2)}\n`)
  }
  return failed.length === 0 && meetsBars(summary) ? 0 : 1
}
