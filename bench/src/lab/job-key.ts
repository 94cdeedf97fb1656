import { isPeer } from '../peers/peer-names.ts'
import { isPlanned } from '../run/play-run.ts'
import type { ControllerName } from '../run/run-options.ts'
import { createFileHasher, hashOf } from './content-hash.ts'
import type { Job } from './job.ts'
import { sourceFilesOf } from './source-files.ts'

/** Grows when the meaning of a stored result changes. */
const resultVersion = 1

/** What a job's result depends on, as a hash: its files' content, its settings, the program's sources and its tools. */
export type KeyOfJob = (job: Job) => string

const kindOf = (controller: ControllerName) => {
  if (controller === 'webster') return 'webster'
  return isPeer(controller) ? 'peer' : 'baseline'
}

/** @param tools versions of the programs that take part, as text. */
export function createJobKeys(tools: string): KeyOfJob {
  const hashFile = createFileHasher()
  const sourcesOf = (player: string): string => {
    const entries = ['../run/play-run.ts', player].map(path => new URL(path, import.meta.url))
    return hashOf([...new Set(entries.flatMap(sourceFilesOf))].map(hashFile))
  }
  const sources = {
    planned: sourcesOf('../sumo/direct.ts'),
    peer: sourcesOf('../sumo/peer.ts'),
    webster: sourcesOf('../sumo/webster.ts'),
    baseline: sourcesOf('../sumo/baseline.ts')
  }
  return ({ options, seed }) => {
    const { name: _, net, routes, parameters, planBudgetMs, ...rest } = options
    const planned = isPlanned(options.controller)
    return hashOf({
      ...rest,
      resultVersion,
      tools,
      seed,
      net: hashFile(net),
      routes: routes.map(hashFile),
      sources: sources[planned ? 'planned' : kindOf(options.controller)],
      planner: planned ? { parameters, planBudgetMs } : null
    })
  }
}
