import { readFileSync } from 'node:fs'
import { type ImportedNetwork, importNetwork } from '@selaras/sumo'
import { isPeer } from '../peers/peer-names.ts'
import type { Progress, RunResult } from '../sumo/result.ts'
import type { ControllerName, RunOptions } from './run-options.ts'

/** Plays one simulated period under a controller in this process. */
export async function playRun(options: RunOptions, seed: number, progress: Progress): Promise<RunResult> {
  const network = importCase(options)
  // Loaded on demand, so that a change of the planner leaves cached runs of the baselines valid.
  if (isPlanned(options.controller)) {
    const { runDirect } = await import('../sumo/direct.ts')
    return runDirect(network, options, seed, progress)
  }
  if (isPeer(options.controller)) {
    const { runPeer } = await import('../sumo/peer.ts')
    return runPeer(network, options, seed, progress)
  }
  const { runBaseline } = await import('../sumo/baseline.ts')
  return runBaseline(network, options, seed, progress)
}

/** Whether our planner drives the signals, and not a baseline or a peer. */
export const isPlanned = (controller: ControllerName): boolean => controller === 'selaras'

/** The corridor of a case with the tables to drive it in SUMO. */
export const importCase = (options: RunOptions): ImportedNetwork =>
  importNetwork(readFileSync(options.net, 'utf8'), {
    corridorId: 'bench',
    fileName: options.net,
    yellowSeconds: options.yellowSeconds,
    minimumGreenSeconds: options.minimumGreenSeconds,
    zoneMetres: options.zoneMetres,
    ...(options.signals === undefined ? {} : { signals: options.signals })
  })
