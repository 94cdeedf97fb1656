import { type Job, resultsOf } from '../lab/job.ts'
import { type LabOptions, runJobs } from '../lab/run-jobs.ts'
import { percentilesOf } from '../percentiles.ts'
import { importCase } from '../run/play-run.ts'
import type { RunSettings } from '../run/run-options.ts'
import { type CorridorSize, corridorFeatures } from './corridor-features.ts'
import { fitExponent } from './exponent.ts'
import type { WriteCorridor } from './generated-corridors.ts'

/**
 * One dimension of size, with the corridors that differ in it alone: ten signals at least. A tick is short while an
 * intersection clears; with few of them the median of a tick lies below its mean, and that alone would look like growth.
 */
const series: Readonly<Record<string, readonly CorridorSize[]>> = {
  signals: [10, 20, 40].map(signals => ({ signals, lanes: 2, plans: ['leading', 'permissive'] })),
  lanes: [1, 2, 3].map(lanes => ({ signals: 10, lanes, plans: ['leading', 'permissive'] })),
  stages: (
    [
      ['permissive', 'permissive'],
      ['leading', 'permissive'],
      ['leading', 'leading'],
      ['ring', 'ring']
    ] as const
  ).map(plans => ({ signals: 10, lanes: 2, bays: true, plans }))
}

export interface GrowthPoint {
  /** Of the whole corridor: signals, lanes of all signals, stages of all signals. */
  readonly size: number
  readonly p50Ms: number
}

export interface Growth {
  readonly dimension: string
  readonly points: readonly GrowthPoint[]
  /** Of plan time with size; at most 1 is at most linear. */
  readonly exponent: number
}

/** Ten minutes are enough for the median of a tick, but not for a machine that is busy for some of them. */
const seconds = 600
/** The sizes take turns, a round for each seed; the median of the rounds counts. */
const seeds = [1, 2, 3]

/** Plan time of corridors that differ in one dimension of size. */
export async function measureGrowth(
  writeCorridor: WriteCorridor,
  settings: RunSettings,
  lab: LabOptions
): Promise<readonly Growth[]> {
  const growths: Growth[] = []
  for (const [dimension, sizes] of Object.entries(series)) {
    const cases = sizes.map(size => ({ ...writeCorridor(corridorFeatures(size)), endSeconds: seconds }))
    const jobs = seeds.flatMap(seed =>
      cases.map((benchCase): Job => ({ options: { ...benchCase, ...settings }, seed }))
    )
    const outcomes = await runJobs(jobs, lab)
    for (const outcome of outcomes) if ('problem' in outcome) throw new Error(`${dimension}: ${outcome.problem}`)
    const results = resultsOf(outcomes)
    const points = cases.map((_, index) => ({
      size: sizeOf(jobs[index]!, dimension),
      p50Ms: percentilesOf(seeds.map((_, round) => results[round * cases.length + index]!.planTimeMs.p50)).p50
    }))
    growths.push({ dimension, points, exponent: fitExponent(points.map(({ size, p50Ms }) => [size, p50Ms])) })
  }
  return growths
}

function sizeOf({ options }: Job, dimension: string): number {
  const { intersections } = importCase(options).corridor
  if (dimension === 'signals') return intersections.length
  const counts = intersections.map(({ approaches, stages }) =>
    dimension === 'lanes' ? approaches.reduce((sum, { lanes }) => sum + lanes.length, 0) : stages.length
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
