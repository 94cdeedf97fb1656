/** A mean (NaN of nothing) with the half width of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number
  /** Student's t on n − 1 degrees of freedom; null for a single value, which says nothing of it. */
  readonly halfWidth: number | null
}

export function estimateOf(values: readonly number[]): Estimate {
  const count = values.length
  if (count === 0) return { mean: Number.NaN, halfWidth: null }
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count === 1) return { mean, halfWidth: null }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  return { mean, halfWidth: studentT(count - 1) * Math.sqrt(variance / count) }
}

/** Like `26.94 ± 0.17`. */
export const formatEstimate = ({ mean, halfWidth }: Estimate, digits: number): string =>
  halfWidth === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${halfWidth.toFixed(digits)}`

export const geometricMean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

const smallSamples = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
const normalQuantile = 1.959964

/** Two-sided 95 % quantile of Student's t: tabulated to 10 degrees of freedom, beyond by Hill's expansion. */
function studentT(degrees: number): number {
  const z = normalQuantile
  return (
    smallSamples[degrees - 1] ??
    z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2)
  )
}
