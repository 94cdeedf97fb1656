import { describe, expect, it } from 'vitest'
import { arrivalSeconds } from './kinematics.ts'

describe('arrivalSeconds', () => {
  it('is distance over speed at the limit', () => {
    expect(arrivalSeconds(100, 10, 10, 2)).toBeCloseTo(10)
  })

  it('is √(2 d / a) from standstill while the limit is not reached', () => {
    expect(arrivalSeconds(25, 0, 20, 2)).toBeCloseTo(5)
  })

  it('accelerates, then cruises', () => {
    // 5 s to reach 10 m/s at 2 m/s², over 25 m; the other 75 m take 7.5 s.
    expect(arrivalSeconds(100, 0, 10, 2)).toBeCloseTo(12.5)
  })

  it('does not exceed the limit when the vehicle does', () => {
    expect(arrivalSeconds(100, 20, 10, 2)).toBeCloseTo(10)
  })
})
