import { type Estimate, estimateOf, formatEstimate } from '../statistics.ts'
import { type Outcome, resultsOf } from './job.ts'

/** Runs of one case that differ in their seeds only. */
export interface Group {
  readonly name: string
  /** Over the runs that did not fail. */
  readonly delaySeconds: Estimate
  readonly runs: number
  readonly failed: readonly string[]
  readonly jammedSeeds: readonly number[]
  readonly undeparted: number
  readonly violations: number
  readonly plansRejected: number
  /** Worst of the runs, ms. */
  readonly planP99Ms: number
  readonly planMaxMs: number
}

/** Mean delay for reading; `failed` when no run gave one. */
export const formatDelay = ({ runs, delaySeconds }: Group, digits: number): string =>
  runs === 0 ? 'failed' : formatEstimate(delaySeconds, digits)

/** @param nameOf what the runs of a group have in common; groups come in the order of their first run. */
export function groupOutcomes(outcomes: readonly Outcome[], nameOf: (outcome: Outcome) => string): readonly Group[] {
  return [...Map.groupBy(outcomes, nameOf)].map(([name, members]) => toGroup(name, members))
}

function toGroup(name: string, outcomes: readonly Outcome[]): Group {
  const results = resultsOf(outcomes)
  const sum = (pick: (result: (typeof results)[number]) => number) =>
    results.reduce((total, result) => total + pick(result), 0)
  return {
    name,
    delaySeconds: estimateOf(results.map(({ meanDelaySeconds }) => meanDelaySeconds)),
    runs: results.length,
    failed: outcomes.flatMap(outcome =>
      'problem' in outcome ? [`${name}, seed ${outcome.job.seed}: ${outcome.problem}`] : []
    ),
    jammedSeeds: results.filter(({ jammed }) => jammed).map(({ seed }) => seed),
    undeparted: sum(({ undeparted }) => undeparted),
    violations: sum(({ violations }) => violations.length),
    plansRejected: sum(({ plansRejected }) => plansRejected),
    planP99Ms: Math.max(0, ...results.map(({ planTimeMs }) => planTimeMs.p99)),
    planMaxMs: Math.max(0, ...results.map(({ planTimeMs }) => planTimeMs.max))
  }
}
