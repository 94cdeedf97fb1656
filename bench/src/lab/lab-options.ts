import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { findSumoBinary } from '@selaras/sumo'
import type { OptionReader } from '../option-reader.ts'
import { createJobKeys } from './job-key.ts'
import { createResultCache, defaultCacheFolder } from './result-cache.ts'
import type { LabOptions } from './run-jobs.ts'
import { createProgressLine } from './show-progress.ts'

export const labOptionNames = ['jobs', 'cache'] as const
export const labUsage = '[--jobs N] [--cache DIR]'

/** The laboratory of the command line: as many processes as cores; the cache also from `BENCH_CACHE`. */
export function readLabOptions(options: OptionReader): LabOptions {
  const [version = ''] = execFileSync(findSumoBinary(), ['--version'], { encoding: 'utf8' }).split('\n')
  return {
    processes: options.whole('jobs', availableParallelism(), 1, 256),
    cache: createResultCache(options.find('cache') ?? process.env['BENCH_CACHE'] ?? defaultCacheFolder),
    keyOf: createJobKeys(`${version}, Node ${process.versions.node}`),
    onProgress: createProgressLine()
  }
}
