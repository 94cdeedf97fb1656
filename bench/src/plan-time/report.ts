import { formatDelay } from '../lab/group.ts'
import type { Outcome } from '../lab/job.ts'
import type { RunResult } from '../sumo/result.ts'
import { type BudgetCurve, type BudgetPoint, lossOf, nameShare } from './budget-curve.ts'
import type { Growth } from './growth.ts'

/** Plan time of a case, or why there is none. */
export type PlanTime =
  | { readonly name: string; readonly planTimeMs: RunResult['planTimeMs'] }
  | { readonly name: string; readonly problem: string }

/** One for each outcome, which knows the name of its case. */
export const planTimesOf = (outcomes: readonly Outcome[]): readonly PlanTime[] =>
  outcomes.map(outcome => {
    const { name } = outcome.job.options
    return 'problem' in outcome ? { name, problem: outcome.problem } : { name, planTimeMs: outcome.result.planTimeMs }
  })

export interface PlanTimeReport {
  readonly times: readonly PlanTime[]
  readonly growths: readonly Growth[]
  readonly curves: readonly BudgetCurve[]
}

/** What is held to: a tick of a 16-signal grid and of a 20-signal corridor on one core, ms. */
const bars = { p50: 8, p99: 20, max: 50 } as const
const largestExponent = 1
/** Half of the deadline is more than this many times the p50 that a tick may take. */
const halfDeadlineShare = 2
const largestLossAtHalf = 0.03

/** Everything that is above its bar, or was not measured, in words. */
export function findMisses({ times, growths, curves }: PlanTimeReport): readonly string[] {
  return [
    ...nothingOf('plan times', times),
    ...times.flatMap(missesOfTime),
    ...nothingOf('growth', growths),
    ...growths
      .filter(({ exponent }) => !(exponent <= largestExponent))
      .map(({ dimension, exponent }) => `plan time grows with ${dimension} to the power of ${exponent.toFixed(2)}`),
    ...nothingOf('delay against the budget', curves),
    ...curves.flatMap(missesOfCurve)
  ]
}

const nothingOf = (what: string, measured: readonly unknown[]): readonly string[] =>
  measured.length === 0 ? [`${what}: not measured`] : []

function missesOfTime(time: PlanTime): readonly string[] {
  if ('problem' in time) return [`${time.name}: no plan time: ${time.problem}`]
  return (Object.keys(bars) as (keyof typeof bars)[])
    .filter(key => !(time.planTimeMs[key] <= bars[key]))
    .map(key => `${time.name}: ${key} is ${time.planTimeMs[key].toFixed(1)} ms, the bar ${bars[key]} ms`)
}

/** Every run has to succeed; without a jam have to be those that are compared, complete ones and those at the half. */
function missesOfCurve(curve: BudgetCurve): readonly string[] {
  const { name, points } = curve
  const half = points.find(({ share }) => share === halfDeadlineShare)
  const failed = points.flatMap(({ group }) => group.failed)
  const jammed = points.filter(point => (point === points[0] || point === half) && point.group.jammedSeeds.length > 0)
  const loss = half === undefined ? Number.NaN : lossOf(curve, half)
  return [
    ...failed.map(why => `failed: ${why}`),
    ...jammed.map(({ share, group }) => `${name}: jam with seed ${group.jammedSeeds.join(', ')} (${nameShare(share)})`),
    ...(loss <= largestLossAtHalf
      ? []
      : [
          `${name}: half the deadline costs ${Number.isFinite(loss) ? percent(loss) : 'an unknown delay: not measured'}`
        ])
  ]
}

const percent = (share: number): string => `${share > 0 ? '+' : ''}${(100 * share).toFixed(1)} %`

const table = (rows: readonly (readonly string[])[]): string =>
  [rows[0]!, rows[0]!.map((_, column) => (column === 0 ? '---' : '---:')), ...rows.slice(1)]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')

/** Three Markdown tables and the misses. */
export function formatPlanTimes(report: PlanTimeReport): string {
  const { times, growths, curves } = report
  const misses = findMisses(report)
  return [
    table([
      ['plan time of a tick, ms', 'p50', 'p99', 'max'],
      ...times.map(time => [time.name, ...cellsOf(time)]),
      ['bar', ...Object.values(bars).map(bar => `${bar}`)]
    ]),
    table([
      ['growth with', 'size: p50, ms', 'exponent'],
      ...growths.map(({ dimension, points, exponent }) => [
        dimension,
        points.map(({ size, p50Ms }) => `${size}: ${p50Ms.toFixed(2)}`).join(', '),
        exponent.toFixed(2)
      ])
    ]),
    table([
      ['delay, s (states of a search)', ...(curves[0]?.points ?? []).map(({ share }) => nameShare(share))],
      ...curves.map(curve => [curve.name, ...curve.points.map(point => cellOf(curve, point))])
    ]),
    misses.length === 0 ? 'All bars are met.' : `Missed:\n${misses.map(miss => `- ${miss}`).join('\n')}`
  ].join('\n\n')
}

function cellsOf(time: PlanTime): readonly string[] {
  if ('problem' in time) return ['failed', 'failed', 'failed']
  const { p50, p99, max } = time.planTimeMs
  return [p50, p99, max].map(ms => ms.toFixed(1))
}

function cellOf(curve: BudgetCurve, point: BudgetPoint): string {
  const { group, meanExpansions } = point
  const { runs, jammedSeeds } = group
  const delay = point === curve.points[0] || runs === 0 ? formatDelay(group, 2) : percent(lossOf(curve, point))
  return [`${delay} (${meanExpansions.toFixed(0)})`, ...(jammedSeeds.length > 0 ? ['jams'] : [])].join(', ')
}
