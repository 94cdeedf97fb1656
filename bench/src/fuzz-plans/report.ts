import type { Comparison } from '../../../packages/shared/test/compare-judges.ts'

export interface Disagreement extends Comparison {
  /** Number of the plan in the stream of its seed. */
  readonly plan: number
}

export interface FuzzReport {
  readonly count: number
  readonly seed: number
  /** By `validatePhasePlan`; where the judges agree, by both. */
  readonly accepted: number
  readonly refused: number
  readonly unsafeAccepted: number
  readonly safeRefused: number
  /** The first few. */
  readonly disagreements: readonly Disagreement[]
  readonly byMutation: Readonly<Record<string, { readonly accepted: number; readonly refused: number }>>
  readonly seconds: number
  readonly plansPerSecond: number
}

/** Each share must reach this, or the stream would prove little about one of the two errors. */
const leastShare = 0.2

/** No disagreement, and enough plans on both sides to mean something. */
export const isPassed = ({ count, accepted, refused, unsafeAccepted, safeRefused }: FuzzReport): boolean =>
  unsafeAccepted === 0 && safeRefused === 0 && Math.min(accepted, refused) >= leastShare * count

export function formatFuzzReport(report: FuzzReport): string {
  const { count, seed, accepted, refused, unsafeAccepted, safeRefused, byMutation, seconds, plansPerSecond } = report
  const width = Math.max(...Object.keys(byMutation).map(name => name.length))
  const rows = Object.entries(byMutation)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, tally]) => `  ${name.padEnd(width)} ${column(tally.accepted)} ${column(tally.refused)}`)
  return [
    `  ${'mutation'.padEnd(width)} ${'accepted'.padStart(9)} ${'refused'.padStart(9)}`,
    ...rows,
    `  ${'all'.padEnd(width)} ${column(accepted)} ${column(refused)}`,
    ...report.disagreements.map(
      ({ plan, mutation, accepted: taken, complaints, judged }) =>
        `plan ${plan} (${mutation}): validatePhasePlan ${taken ? 'accepts' : 'refuses'}; complaints: ${complaints.join('; ') || 'none'}\n  ${JSON.stringify(judged)}`
    ),
    `${count} plans, seed ${seed}, ${seconds.toFixed(1)} s, ${plansPerSecond} plans/s, Node ${process.version}`,
    `unsafe accepted: ${unsafeAccepted}, safe refused: ${safeRefused}: ${isPassed(report) ? 'passed' : 'FAILED'}`
  ].join('\n')
}

const column = (value: number): string => `${value}`.padStart(9)
