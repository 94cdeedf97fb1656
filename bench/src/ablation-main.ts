import { writeFileSync } from 'node:fs'
import { ablations } from '@selaras/control'
import { findSumoBinary } from '@selaras/sumo'
import { formatAblations } from './ablation/format-ablations.ts'
import { readAblationOptions, usage } from './ablation/options.ts'
import { playAblations } from './ablation/play-ablations.ts'
import { readLabOptions } from './lab/lab-options.ts'
import { describeMachine, formatMachine } from './machine.ts'
import { findScenarios } from './resco/scenarios.ts'
import { runCommand } from './run-command.ts'

await runCommand(usage, async args => {
  const { scenarios, seeds, settings, json, reader } = readAblationOptions(args)
  const rows = await playAblations(ablations, findScenarios(scenarios), settings, seeds, readLabOptions(reader))
  const machine = describeMachine({ sumo: [findSumoBinary(), '--version'] })
  process.stdout.write(`${formatAblations(rows)}\n\nSeeds ${seeds.join(', ')}. ${formatMachine(machine)}\n`)
  for (const line of rows.flatMap(({ name, groups }) =>
    groups.flatMap(({ failed }) => failed.map(why => `${name}: ${why}`))
  )) {
    process.stdout.write(`${line}\n`)
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ settings, seeds, rows, machine }, null, 2)}\n`)
  return rows.some(({ groups }) => groups.some(({ failed }) => failed.length > 0)) ? 1 : 0
})
