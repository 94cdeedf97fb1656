import type { SumoNetwork } from '@selaras/sumo'
import type { BenchOptions } from './options.ts'
import type { Progress, RunResult } from './result.ts'

/** One hour through a real Mosquitto, a real Redis and the three services as processes, in lockstep on event time. */
export async function runServices(
  _network: SumoNetwork,
  _options: BenchOptions,
  _seed: number,
  _progress: Progress
): Promise<RunResult> {
  throw new Error('services: not wired')
}
