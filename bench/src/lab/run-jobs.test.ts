import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exampleJob, exampleResult } from '../../test/examples.ts'
import type { Job } from './job.ts'
import { createResultCache } from './result-cache.ts'
import { runJobs } from './run-jobs.ts'

function createLab(play: (job: Job) => Promise<number>) {
  const folder = mkdtempSync(join(tmpdir(), 'selaras-lab-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const played: number[] = []
  const createPlayer = () => ({
    async play(job: Job) {
      played.push(job.seed)
      return exampleResult({ seed: job.seed, meanDelaySeconds: await play(job) })
    },
    close() {}
  })
  const keyOf = ({ seed }: Job) => `key-${seed}`
  return { played, options: { processes: 2, cache: createResultCache(folder), keyOf, createPlayer } }
}

const jobs = [1, 2, 3].map(seed => exampleJob({ seed }))

describe('runJobs', () => {
  it('answers in the order of the jobs', async () => {
    const { options } = createLab(async ({ seed }) => 10 * seed)
    const outcomes = await runJobs(jobs, options)
    expect(outcomes.map(outcome => 'result' in outcome && outcome.result.meanDelaySeconds)).toEqual([10, 20, 30])
  })

  it('plays no job twice', async () => {
    const { options, played } = createLab(async () => 1)
    await runJobs(jobs.slice(0, 2), options)
    const outcomes = await runJobs(jobs, options)
    expect(played).toEqual([1, 2, 3])
    expect(outcomes.map(outcome => 'cached' in outcome && outcome.cached)).toEqual([true, true, false])
  })

  it('takes a run without vehicles for a failed one, in the cache too', async () => {
    const { options } = createLab(async () => 0)
    const empty = {
      ...options,
      createPlayer: () => ({ play: async () => exampleResult({ vehicles: 0, meanDelaySeconds: 0 }), close() {} })
    }
    for (const outcomes of [await runJobs(jobs, empty), await runJobs(jobs, empty)]) {
      expect(outcomes.map(outcome => 'problem' in outcome && outcome.problem)).toEqual(
        jobs.map(() => 'expected vehicles between 0 and 3600 s, found 0 vehicles with a mean delay of 0 s')
      )
    }
  })

  it('goes on after a run that failed, and does not keep it', async () => {
    const { options, played } = createLab(async ({ seed }) => {
      if (seed === 1) throw new Error('SUMO has no such edge')
      return 1
    })
    const [first, ...others] = await runJobs(jobs, options)
    expect(first).toMatchObject({ problem: 'SUMO has no such edge' })
    expect(others.every(outcome => 'result' in outcome)).toBe(true)
    await runJobs(jobs, options)
    expect(played).toEqual([1, 2, 3, 1])
  })

  it('reports progress up to the last run', async () => {
    const { options } = createLab(async () => 1)
    const seen: number[] = []
    await runJobs(jobs, { ...options, onProgress: ({ done }) => seen.push(done) })
    expect(seen).toEqual([0, 1, 2, 3])
  })
})
