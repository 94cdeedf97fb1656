import { type Job, type Outcome, outcomeOf } from './job.ts'
import type { KeyOfJob } from './job-key.ts'
import type { ResultCache } from './result-cache.ts'
import { createWorker, type Worker } from './worker.ts'

export interface LabProgress {
  readonly total: number
  readonly done: number
  readonly cached: number
  /** Runs that are done or played in part, of those that were not in the cache. */
  readonly played: number
}

export interface LabOptions {
  readonly processes: number
  readonly cache: ResultCache
  readonly keyOf: KeyOfJob
  readonly onProgress?: (progress: LabProgress) => void
  readonly createPlayer?: () => Worker
}

/**
 * Plays jobs in parallel child processes, those in the cache not at all.
 *
 * @returns one outcome for each job, in their order; a run that fails leaves the others alone.
 */
export async function runJobs(jobs: readonly Job[], options: LabOptions): Promise<readonly Outcome[]> {
  const { cache, keyOf, onProgress = () => {} } = options
  const outcomes = new Array<Outcome>(jobs.length)
  const shares = new Map<number, number>()
  let [done, cached, finished] = [0, 0, 0]
  const report = () => {
    const underWay = [...shares.values()].reduce((sum, share) => sum + share, 0)
    onProgress({ total: jobs.length, done, cached, played: finished + underWay })
  }
  const keys = jobs.map(keyOf)
  const pending: number[] = []
  for (const [index, job] of jobs.entries()) {
    const result = cache.find(keys[index]!)
    if (result === undefined) pending.push(index)
    else outcomes[index] = outcomeOf(job, result, true)
  }
  cached = jobs.length - pending.length
  done = cached
  report()
  const playAll = async (player: Worker): Promise<void> => {
    for (let index = pending.shift(); index !== undefined; index = pending.shift()) {
      const current = index
      const job = jobs[current]!
      try {
        const result = await player.play(job, share => {
          shares.set(current, share)
          report()
        })
        cache.put(keys[current]!, result)
        outcomes[current] = outcomeOf(job, result, false)
      } catch (error) {
        outcomes[current] = { job, problem: (error as Error).message }
      }
      shares.delete(current)
      finished += 1
      done += 1
      report()
    }
  }
  const count = Math.min(options.processes, pending.length)
  const players = Array.from({ length: count }, options.createPlayer ?? createWorker)
  await Promise.all(players.map(player => playAll(player).finally(() => player.close())))
  return outcomes
}
