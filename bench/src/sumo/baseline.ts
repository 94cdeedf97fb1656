import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ChooseStage,
  chooseGreedy,
  chooseMaxPressure,
  createGridSignal,
  type GridSignal,
  readNet,
  readTripSummary,
  type SumoNetwork,
  type SumoSimulation,
  startSumo,
  toActuatedPrograms
} from '@selaras/sumo'
import type { ControllerName, RunOptions } from '../run/run-options.ts'
import type { Progress, RunResult } from './result.ts'

/** The longest-approach policy sees vehicles up to this distance from the stop line, m. */
const sightMetres = 200
const nobody = { near: 0, all: 0 }

const policies: Partial<Record<ControllerName, ChooseStage>> = {
  greedy: chooseGreedy,
  'max-pressure': chooseMaxPressure
}

/** One hour under a baseline: the network's own program, SUMO's actuated control, or a policy on a ten-second grid. */
export async function runBaseline(
  network: SumoNetwork,
  options: RunOptions,
  seed: number,
  progress: Progress
): Promise<RunResult> {
  const startedAt = performance.now()
  const net = readNet(readFileSync(options.net, 'utf8'), options.net)
  const tlsIds = network.signals.map(({ tlsId }) => tlsId)
  const folder = mkdtempSync(join(tmpdir(), 'selaras-bench-'))
  const actuatedFile = join(folder, 'actuated.add.xml')
  writeFileSync(actuatedFile, toActuatedPrograms(net, tlsIds))
  const choose = policies[options.controller]
  const signals = choose === undefined ? [] : tlsIds.map(id => createGridSignal(net, id, options.yellowSeconds, choose))
  const laneLengths = new Map([...net.lanes.values()].map(({ id, lengthMetres }) => [id, lengthMetres]))
  const simulation = await startSumo({
    netFile: options.net,
    routeFiles: options.routes,
    ...(options.controller === 'actuated' ? { additionalFiles: [actuatedFile] } : {}),
    beginSeconds: options.beginSeconds,
    endSeconds: options.endSeconds,
    seed,
    ...(options.traceFolder === undefined ? {} : { traceFolder: options.traceFolder })
  })
  try {
    for (let second = options.beginSeconds; second < options.endSeconds; second++) {
      showGridSignals(signals, simulation, second, laneLengths)
      await simulation.client.step()
      if (second % 20 === 0) progress(second - options.beginSeconds, simulation.client.vehicles.size)
    }
    await simulation.close()
    return {
      seed,
      ...(await readTripSummary({ ...simulation, routeFiles: options.routes })),
      plansRejected: 0,
      rejections: {},
      violations: [],
      detectionsLost: 0,
      plansCut: 0,
      expansionsPerSearch: null,
      planTimeMs: { p50: 0, p99: 0, max: 0 },
      wallSeconds: (performance.now() - startedAt) / 1000
    }
  } finally {
    await simulation.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

function showGridSignals(
  signals: readonly GridSignal[],
  { client }: SumoSimulation,
  second: number,
  laneLengths: ReadonlyMap<string, number>
): void {
  if (signals.length === 0) return
  const counts = new Map<string, { near: number; all: number }>()
  for (const { lane, positionMetres } of client.vehicles.values()) {
    const count = counts.get(lane) ?? { near: 0, all: 0 }
    count.all += 1
    if ((laneLengths.get(lane) ?? 0) - positionMetres <= sightMetres) count.near += 1
    counts.set(lane, count)
  }
  for (const signal of signals)
    client.setLights(
      signal.tlsId,
      signal.stateAt(second, lane => counts.get(lane) ?? nobody)
    )
}
