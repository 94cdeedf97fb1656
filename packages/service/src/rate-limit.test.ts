import { ManualClock } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

describe('createRateLimit', () => {
  it('admits one line a period and tells how many were held back', () => {
    const clock = new ManualClock()
    const limit = createRateLimit(1000, () => clock.monotonicNow())
    expect([limit.admit('a'), limit.admit('a'), limit.admit('a'), limit.admit('b')]).toEqual([
      0,
      undefined,
      undefined,
      0
    ])
    clock.advanceTo(1000)
    expect(limit.admit('a')).toBe(2)
  })

  it('forgets when there are too many keys', () => {
    const limit = createRateLimit(1000, () => 0)
    for (let key = 0; key < 100_000; key++) expect(limit.admit(`${key}`)).toBe(0)
  })
})
