import { writeFileSync } from 'node:fs'
import { findSumoBinary } from '@selaras/sumo'
import { binaries } from '../../test/servers/binaries.ts'
import { findServer } from '../../test/servers/find-binary.ts'
import { withScaledDemand } from './demand/with-scaled-demand.ts'
import { describeMachine, type Programs } from './machine.ts'
import { playPictured } from './picture/play-pictured.ts'
import { playRecorded } from './record/play-recorded.ts'
import { importCase, isPlanned, playRun } from './run/play-run.ts'
import { runCommand } from './run-command.ts'
import { type BenchOptions, readOptions, usage } from './sumo/options.ts'
import { formatReport, toReport } from './sumo/report.ts'
import type { Progress, RunResult } from './sumo/result.ts'
import { runServices } from './sumo/services.ts'

await runCommand(usage, args => main(readOptions(args)))

/** Runs every seed; exit code 1 when a light was unsafe, a plan was rejected by its controller or a detection was lost. */
async function main(options: BenchOptions): Promise<number> {
  const network = importCase(options)
  for (const note of network.notes) process.stderr.write(`note: ${note}\n`)
  const runs: RunResult[] = []
  for (const seed of options.seeds) {
    const progress = createProgress(options, seed)
    runs.push(await play(options, seed, progress))
    process.stderr.write('\n')
  }
  const machine = describeMachine(await findPrograms(options))
  const report = toReport(runs, options, machine)
  process.stdout.write(`${formatReport(report)}\n`)
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`)
  return report.violations > 0 || report.detectionsLost > 0 ? 1 : 0
}

function play(options: BenchOptions, seed: number, progress: Progress): Promise<RunResult> {
  const { picture, window } = options
  if (picture === undefined) return playPlain(options, seed, progress)
  return playPictured(traced => playPlain(traced, seed, progress), options, picture, seed, window)
}

function playPlain(options: BenchOptions, seed: number, progress: Progress): Promise<RunResult> {
  if (options.record !== undefined) return playRecorded(options, options.record, seed, progress)
  const throughServices = options.via === 'services' && isPlanned(options.controller)
  return throughServices ? runThroughServices(options, seed, progress) : playRun(options, seed, progress)
}

function runThroughServices(options: BenchOptions, seed: number, progress: Progress): Promise<RunResult> {
  return withScaledDemand(options, seed, routes =>
    runServices(importCase(options), { ...options, routes }, seed, progress)
  )
}

/** The programs that took part, each with the arguments that make it print its version. */
async function findPrograms({ via, controller }: BenchOptions): Promise<Programs> {
  const sumo = [findSumoBinary(), '--version'] as const
  if (via === 'direct' || !isPlanned(controller)) return { sumo }
  const programs: Record<string, Programs[string]> = { sumo }
  for (const name of ['mosquitto', 'redis-server'] as const) {
    const found = await findServer(name)
    programs[name] = found.kind === 'local' ? [found.path, ...binaries[name].versionArguments] : found.image
  }
  return programs
}

function createProgress({ controller, via, beginSeconds, endSeconds }: BenchOptions, seed: number): Progress {
  const seconds = endSeconds - beginSeconds
  const interactive = process.stderr.isTTY
  let shownTenth = -1
  return (simulated, vehicles) => {
    const percent = Math.round((100 * simulated) / seconds)
    const line = `${controller} (${via}) seed ${seed}: ${percent} %, ${vehicles} vehicles under way`
    if (interactive) process.stderr.write(`\r${line}\x1b[K`)
    else if (Math.floor(percent / 10) > shownTenth) {
      shownTenth = Math.floor(percent / 10)
      process.stderr.write(`${line}\n`)
    }
  }
}
