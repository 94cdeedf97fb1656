import { writeFileSync } from 'node:fs'
import { findSumoBinary } from '@selaras/sumo'
import { readLabOptions } from './lab/lab-options.ts'
import { describeMachine, formatMachine } from './machine.ts'
import { type RescoOptions, readRescoOptions, usage } from './resco/options.ts'
import { playScenarios } from './resco/play-scenarios.ts'
import { formatRescoReport, meetsBar } from './resco/report.ts'
import { findScenarios } from './resco/scenarios.ts'
import { runCommand } from './run-command.ts'

await runCommand(usage, args => main(readRescoOptions(args)))

/** Plays every scenario with every seed; exit code 1 when a bar is missed. */
async function main({ scenarios, seeds, settings, json, reader }: RescoOptions): Promise<number> {
  const played = await playScenarios(findScenarios(scenarios), settings, seeds, readLabOptions(reader))
  const machine = describeMachine({ sumo: [findSumoBinary(), '--version'] })
  const parameters = Object.entries(settings.parameters).map(([name, value]) => `${name}=${value}`)
  process.stdout.write(
    [
      [`${settings.controller}, demand × ${settings.scale}, seeds ${seeds.join(', ')}`, ...parameters].join(', '),
      formatRescoReport(played.scenarios),
      formatMachine(machine),
      ''
    ].join('\n')
  )
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ settings, ...played, machine }, null, 2)}\n`)
  return played.scenarios.every(meetsBar) ? 0 : 1
}
