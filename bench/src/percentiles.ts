export interface Percentiles {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** Nearest-rank percentiles; zeros when nothing was measured. */
export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { p50: rank(0.5), p99: rank(0.99), max: sorted.at(-1) ?? 0 }
}

export const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
