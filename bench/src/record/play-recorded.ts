import { createCorridorPlanner } from '@selaras/control'
import { withScaledDemand } from '../demand/with-scaled-demand.ts'
import { importCase } from '../run/play-run.ts'
import type { RunOptions } from '../run/run-options.ts'
import { runDirect } from '../sumo/direct.ts'
import type { Progress, RunResult } from '../sumo/result.ts'
import { createRecorder } from './recording.ts'

/** Plays a run of the planner and keeps every tick in the folder, for a replay. */
export function playRecorded(
  options: RunOptions,
  folder: string,
  seed: number,
  progress: Progress
): Promise<RunResult> {
  const { corridor, ...network } = importCase(options)
  const { parameters } = options
  const recorder = createRecorder({ corridor, parameters })
  const planner = recorder.watch(createCorridorPlanner(corridor, { parameters }))
  return withScaledDemand(options, seed, async routes => {
    const result = await runDirect({ ...network, corridor }, { ...options, routes }, seed, progress, planner)
    recorder.save(folder, seed)
    return result
  })
}
