import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findSumoBinary } from '@selaras/sumo'
import { labOptionNames, labUsage, readLabOptions } from './lab/lab-options.ts'
import { runJobs } from './lab/run-jobs.ts'
import { describeMachine, formatMachine } from './machine.ts'
import { createOptionReader } from './option-reader.ts'
import { playBudgets } from './plan-time/budget-curve.ts'
import { corridorFeatures } from './plan-time/corridor-features.ts'
import { drawBudgets } from './plan-time/draw-budgets.ts'
import { corridorsIn } from './plan-time/generated-corridors.ts'
import { measureGrowth } from './plan-time/growth.ts'
import { findMisses, formatPlanTimes, planTimesOf } from './plan-time/report.ts'
import { findScenarios } from './resco/scenarios.ts'
import { readSettings } from './run/read-settings.ts'
import { runCommand } from './run-command.ts'

const usage = `npm run bench:plan-time -- --scenarios DIR [--seeds 1-3] [--minutes 60] [--picture FILE.svg] [--json FILE]
  ${labUsage}`

/** Twenty signals of four stages, two lanes each way. */
const largeCorridor = corridorFeatures({ signals: 20, lanes: 2, plans: ['leading', 'leading'] })

/** The services' default. */
const deadlineMs = 50

await runCommand(usage, async args => {
  const reader = createOptionReader(args, ['scenarios', 'seeds', 'minutes', 'picture', 'json', ...labOptionNames])
  const seeds = reader.wholes('seeds', '1-3')
  const seconds = 60 * reader.whole('minutes', 60, 1, 60)
  const lab = readLabOptions(reader)
  const settings = readSettings(createOptionReader(['--budget', 'none'], ['budget']))
  const folder = mkdtempSync(join(tmpdir(), 'selaras-plan-time-'))
  try {
    const writeCorridor = corridorsIn(folder)
    const cases = [...findScenarios(reader.text('scenarios')), writeCorridor(largeCorridor)].map(entry => ({
      ...entry,
      endSeconds: Math.min(entry.endSeconds, entry.beginSeconds + seconds)
    }))
    const curves = await playBudgets(cases, settings, seeds, lab)
    const growths = await measureGrowth(writeCorridor, settings, lab)
    const timed = await runJobs(
      cases.map(entry => ({ options: { ...entry, ...settings, planBudgetMs: deadlineMs }, seed: seeds[0]! })),
      lab
    )
    const report = { times: planTimesOf(timed), growths, curves }
    const machine = describeMachine({ sumo: [findSumoBinary(), '--version'] })
    process.stdout.write(`${formatPlanTimes(report)}\n\nSeeds ${seeds.join(', ')}. ${formatMachine(machine)}\n`)
    const [picture, json] = [reader.find('picture'), reader.find('json')]
    if (picture !== undefined) writeFileSync(picture, drawBudgets(curves))
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ ...report, machine }, null, 2)}\n`)
    return findMisses(report).length === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true })
  }
})
