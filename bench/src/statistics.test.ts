import { describe, expect, it } from 'vitest'
import { estimateOf, geometricMean } from './statistics.ts'

describe('estimateOf', () => {
  it('gives the mean and the 95 % interval of a small sample', () => {
    // s = 1, n = 3, t(2) = 4.303.
    const { mean, halfWidth } = estimateOf([1, 2, 3])
    expect(mean).toBe(2)
    expect(halfWidth).toBeCloseTo(4.303 / Math.sqrt(3), 3)
  })

  it('comes close to the tabulated quantile in a larger sample', () => {
    const values = Array.from({ length: 21 }, (_, index) => index)
    const deviation = Math.sqrt(38.5)
    // t(20) = 2.0860.
    expect(estimateOf(values).halfWidth).toBeCloseTo((2.086 * deviation) / Math.sqrt(21), 2)
  })

  it('knows no interval of one value', () => {
    expect(estimateOf([5])).toEqual({ mean: 5, halfWidth: null })
  })
})

describe('geometricMean', () => {
  it('is the root of the product', () => {
    expect(geometricMean([0.5, 2])).toBeCloseTo(1)
    expect(geometricMean([4, 9])).toBeCloseTo(6)
  })
})
