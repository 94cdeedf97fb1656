import type { Job } from '../src/lab/job.ts'
import type { RunOptions } from '../src/run/run-options.ts'
import type { RunResult } from '../src/sumo/result.ts'

export const exampleOptions = (changes: Partial<RunOptions> = {}): RunOptions => ({
  name: 'crossing',
  net: 'crossing.net.xml',
  routes: ['crossing.rou.xml'],
  beginSeconds: 0,
  endSeconds: 3600,
  yellowSeconds: 3,
  controller: 'selaras',
  parameters: {},
  peerSettings: {},
  scale: 1,
  minimumGreenSeconds: 5,
  sensors: 'exact',
  zoneMetres: 25,
  missedShare: 0,
  falseShare: 0,
  latencySeconds: 0,
  silentDetectors: 0,
  planBudgetMs: 50,
  ...changes
})

export const exampleJob = ({ seed = 1, ...changes }: Partial<RunOptions> & { seed?: number } = {}): Job => ({
  options: exampleOptions(changes),
  seed
})

export const exampleResult = (changes: Partial<RunResult> = {}): RunResult => ({
  seed: 1,
  meanDelaySeconds: 20,
  vehicles: 1000,
  undeparted: 0,
  unfinished: 10,
  longestWaitSeconds: 60,
  jammed: false,
  plansRejected: 0,
  rejections: {},
  violations: [],
  detectionsLost: 0,
  plansCut: 0,
  expansionsPerSearch: 300,
  planTimeMs: { p50: 1, p99: 5, max: 10 },
  wallSeconds: 5,
  ...changes
})
