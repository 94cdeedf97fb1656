import { formatEstimate } from '../statistics.ts'
import type { RunResult } from '../sumo/result.ts'
import { type BudgetCurve, type BudgetPoint, lossOf, nameShare } from './budget-curve.ts'
import type { Growth } from './growth.ts'

/** Plan time of a case at a run, with the most that it may be. */
export interface PlanTime {
  readonly name: string
  readonly planTimeMs: RunResult['planTimeMs']
}

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

/** Everything that is above its bar, in words. */
export function findMisses({ times, growths, curves }: PlanTimeReport): readonly string[] {
  return [
    ...times.flatMap(({ name, planTimeMs }) =>
      (Object.keys(bars) as (keyof typeof bars)[])
        .filter(key => planTimeMs[key] > bars[key])
        .map(key => `${name}: ${key} is ${planTimeMs[key].toFixed(1)} ms, the bar ${bars[key]} ms`)
    ),
    ...growths
      .filter(({ exponent }) => exponent > largestExponent)
      .map(({ dimension, exponent }) => `plan time grows with ${dimension} to the power of ${exponent.toFixed(2)}`),
    ...curves.flatMap(curve => {
      const half = curve.points.find(({ share }) => share === halfDeadlineShare)
      const loss = half === undefined ? 0 : lossOf(curve, half)
      return loss > largestLossAtHalf ? [`${curve.name}: half the deadline costs ${percent(loss)}`] : []
    })
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
      ...times.map(({ name, planTimeMs: { p50, p99, max } }) => [name, ...[p50, p99, max].map(ms => ms.toFixed(1))]),
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

function cellOf(curve: BudgetCurve, point: BudgetPoint): string {
  const { group, meanExpansions } = point
  const { delaySeconds, jammedSeeds } = group
  const delay = point === curve.points[0] ? formatEstimate(delaySeconds, 2) : percent(lossOf(curve, point))
  return [`${delay} (${meanExpansions.toFixed(0)})`, ...(jammedSeeds.length > 0 ? ['jams'] : [])].join(', ')
}
