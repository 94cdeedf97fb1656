import { readFileSync } from 'node:fs'
import { type ImportedNetwork, importNetwork, installDetectors } from '@selaras/sumo'
import { withScaledDemand } from '../demand/with-scaled-demand.ts'
import { isPeer } from '../peers/peer-names.ts'
import type { Progress, RunResult } from '../sumo/result.ts'
import type { ControllerName, RunOptions } from './run-options.ts'

/** Plays one simulated period under a controller in this process. */
export function playRun(options: RunOptions, seed: number, progress: Progress): Promise<RunResult> {
  const network = importCase(options)
  return withScaledDemand(options, seed, async routes => {
    const run = await loadPlayer(options.controller)
    return run(network, { ...options, routes }, seed, progress)
  })
}

/** Loaded on demand, so that a change of the planner leaves cached runs of the baselines and peers valid. */
async function loadPlayer(controller: ControllerName): Promise<typeof import('../sumo/direct.ts').runDirect> {
  if (isPlanned(controller)) return (await import('../sumo/direct.ts')).runDirect
  if (isPeer(controller)) return (await import('../sumo/peer.ts')).runPeer
  if (controller === 'webster') return (await import('../sumo/webster.ts')).runWebster
  return (await import('../sumo/baseline.ts')).runBaseline
}

/** Whether our planner drives the signals, and not a baseline or a peer. */
export const isPlanned = (controller: ControllerName): boolean => controller === 'selaras'

/** The corridor of a case with the tables to drive it in SUMO. */
export function importCase(options: RunOptions): ImportedNetwork {
  const network = importNetwork(readFileSync(options.net, 'utf8'), {
    corridorId: 'bench',
    fileName: options.net,
    yellowSeconds: options.yellowSeconds,
    minimumGreenSeconds: options.minimumGreenSeconds,
    zoneMetres: options.zoneMetres,
    ...(options.signals === undefined ? {} : { signals: options.signals })
  })
  const { corridor } = network
  const intersections = corridor.intersections.map(intersection => ({ ...intersection, ...options.coarseness }))
  const equipped = { ...network, corridor: { ...corridor, intersections } }
  return options.sensors === 'loops' ? installDetectors(equipped, ['stopLine', 'advance']) : equipped
}
