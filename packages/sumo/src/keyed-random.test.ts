import { describe, expect, it } from 'vitest'
import { keyedFraction } from './keyed-random.ts'

describe('keyedFraction', () => {
  it('answers the same question alike, another seed or key differently', () => {
    expect(keyedFraction(1, 'a')).toBe(keyedFraction(1, 'a'))
    expect(keyedFraction(1, 'a')).not.toBe(keyedFraction(2, 'a'))
    expect(keyedFraction(1, 'a')).not.toBe(keyedFraction(1, 'b'))
  })

  it('spreads similar keys evenly', () => {
    const tenths = new Array<number>(10).fill(0)
    for (let key = 0; key < 10_000; key++) tenths[Math.floor(10 * keyedFraction(7, `v${key}`))]! += 1
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})
