import type { SumoNetwork } from '@selaras/sumo'
import { countTurningVolumes } from '../peers/webster/turning-volumes.ts'
import { withWebsterPlans } from '../peers/webster/webster.ts'
import type { RunOptions } from '../run/run-options.ts'
import { runDirect } from './direct.ts'
import type { Progress, RunResult } from './result.ts'

/** One period under fixed-time plans made for its expected demand, which the controllers run by their clocks. */
export async function runWebster(
  network: SumoNetwork,
  options: RunOptions,
  seed: number,
  progress: Progress
): Promise<RunResult> {
  const corridor = withWebsterPlans(network.corridor, await countTurningVolumes(network, options))
  return runDirect({ ...network, corridor }, options, seed, progress, { plan: () => [] })
}
