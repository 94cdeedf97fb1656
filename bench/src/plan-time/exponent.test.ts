import { describe, expect, it } from 'vitest'
import { fitExponent } from './exponent.ts'

describe('fitExponent', () => {
  it('is 1 for what grows in proportion, 2 for what grows with the square, 0 for what does not', () => {
    const law = (power: number) => [1, 2, 5, 9].map(x => [x, 3 * x ** power] as const)
    for (const power of [0, 0.5, 1, 2]) expect(fitExponent(law(power))).toBeCloseTo(power)
  })
})
