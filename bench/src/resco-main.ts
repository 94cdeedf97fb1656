import { writeFileSync } from 'node:fs'
import { findSumoBinary } from '@selaras/sumo'
import { groupOutcomes } from './lab/group.ts'
import { readLabOptions } from './lab/lab-options.ts'
import { runJobs } from './lab/run-jobs.ts'
import { describeMachine, formatMachine } from './machine.ts'
import { type RescoOptions, readRescoOptions, usage } from './resco/options.ts'
import { formatRescoReport, meetsBar } from './resco/report.ts'
import { findScenarios } from './resco/scenarios.ts'
import { UsageError } from './usage-error.ts'

try {
  process.exitCode = await main(readRescoOptions(process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

/** Plays every scenario with every seed; exit code 1 when a bar is missed. */
async function main({ scenarios, seeds, settings, json, reader }: RescoOptions): Promise<number> {
  const jobs = findScenarios(scenarios).flatMap(scenario =>
    seeds.map(seed => ({ options: { ...scenario, ...settings }, seed }))
  )
  const outcomes = await runJobs(jobs, readLabOptions(reader))
  const groups = groupOutcomes(outcomes, ({ job }) => job.options.name)
  const machine = describeMachine({ sumo: [findSumoBinary(), '--version'] })
  const parameters = Object.entries(settings.parameters).map(([name, value]) => `${name}=${value}`)
  process.stdout.write(
    [
      [`${settings.controller}, seeds ${seeds.join(', ')}`, ...parameters].join(', '),
      formatRescoReport(groups),
      formatMachine(machine),
      ''
    ].join('\n')
  )
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ settings, groups, outcomes, machine }, null, 2)}\n`)
  return groups.every(meetsBar) ? 0 : 1
}
