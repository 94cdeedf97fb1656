import type { SumoNetwork } from '@selaras/sumo'
import { isPeer } from '../peers/peer-names.ts'
import { createPeerPlanner } from '../peers/peer-planner.ts'
import { peers } from '../peers/peers.ts'
import type { RunOptions } from '../run/run-options.ts'
import { runDirect } from './direct.ts'
import type { Progress, RunResult } from './result.ts'

/** One period under a peer: our sensors, estimates, plan validation and controllers, its decisions. */
export async function runPeer(
  network: SumoNetwork,
  options: RunOptions,
  seed: number,
  progress: Progress
): Promise<RunResult> {
  const { controller } = options
  if (!isPeer(controller)) throw new Error(`controller: expected a peer, received "${controller}"`)
  const settings = { ...peers[controller].settings, ...options.peerSettings }
  const planner = createPeerPlanner(network.corridor, peers[controller].create(settings), {
    holdsForBox: settings['boxHold'] === 1
  })
  return runDirect(network, options, seed, progress, planner)
}
