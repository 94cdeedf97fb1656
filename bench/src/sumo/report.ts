import type { Machine } from '../machine.ts'
import { formatMachine } from '../machine.ts'
import { meanOf, type Percentiles } from '../percentiles.ts'
import { formatTable } from '../table.ts'
import type { BenchOptions } from './options.ts'
import type { RunResult } from './result.ts'

/** The benchmark's answer; the top level holds what scripts read. */
export interface BenchReport {
  readonly meanDelaySeconds: number
  readonly jammed: number
  readonly planTimeMs: Percentiles
  readonly seeds: readonly RunResult[]
  readonly violations: number
  readonly plansRejected: number
  readonly detectionsLost: number
  readonly options: BenchOptions
  readonly machine: Machine
}

export function toReport(seeds: readonly RunResult[], options: BenchOptions, machine: Machine): BenchReport {
  const worst = (pick: (times: Percentiles) => number) =>
    Math.max(0, ...seeds.map(({ planTimeMs }) => pick(planTimeMs)))
  const sum = (pick: (run: RunResult) => number) => seeds.reduce((total, run) => total + pick(run), 0)
  return {
    meanDelaySeconds: meanOf(seeds.map(({ meanDelaySeconds }) => meanDelaySeconds)),
    jammed: sum(({ jammed }) => (jammed ? 1 : 0)),
    planTimeMs: { p50: worst(({ p50 }) => p50), p99: worst(({ p99 }) => p99), max: worst(({ max }) => max) },
    seeds,
    violations: sum(({ violations }) => violations.length),
    plansRejected: sum(({ plansRejected }) => plansRejected),
    detectionsLost: sum(({ detectionsLost }) => detectionsLost),
    options,
    machine
  }
}

const columns = [
  'seed',
  'delay s',
  'vehicles',
  'undeparted',
  'longest wait s',
  'jam',
  'rejected',
  'unsafe',
  'plan ms p50',
  'p99',
  'max',
  'wall s'
]

/** One line for each seed, the mean, and what it was measured on. */
export function formatReport(report: BenchReport): string {
  const rows = report.seeds.map(run => [
    `${run.seed}`,
    run.meanDelaySeconds.toFixed(2),
    `${run.vehicles}`,
    `${run.undeparted}`,
    run.longestWaitSeconds.toFixed(0),
    run.jammed ? 'JAM' : '–',
    `${run.plansRejected}`,
    `${run.violations.length}`,
    run.planTimeMs.p50.toFixed(2),
    run.planTimeMs.p99.toFixed(2),
    run.planTimeMs.max.toFixed(2),
    run.wallSeconds.toFixed(1)
  ])
  const { p50, p99, max } = report.planTimeMs
  const times = [p50, p99, max].map(value => value.toFixed(2))
  const total = [
    'mean',
    report.meanDelaySeconds.toFixed(2),
    '',
    '',
    '',
    `${report.jammed}`,
    `${report.plansRejected}`,
    `${report.violations}`
  ]
  return [
    `${report.options.controller} via ${report.options.via}, ${report.options.net.split('/').at(-1)}`,
    formatTable([columns, ...rows, [...total, ...times, '']]),
    report.violations > 0
      ? `UNSAFE DISPLAYS: ${report.seeds
          .flatMap(run => run.violations)
          .slice(0, 5)
          .join('; ')}`
      : '',
    report.detectionsLost > 0 ? `DETECTIONS LOST: ${report.detectionsLost}` : '',
    ...report.seeds.flatMap(run =>
      Object.entries(run.rejections)
        .slice(0, 5)
        .map(([why, count]) => `rejected ×${count}: ${why}`)
    ),
    formatMachine(report.machine)
  ]
    .filter(line => line !== '')
    .join('\n')
}
