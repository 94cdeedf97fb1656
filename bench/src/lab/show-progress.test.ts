import { describe, expect, it } from 'vitest'
import { describeProgress } from './show-progress.ts'

describe('describeProgress', () => {
  it('estimates what is left from what was played, not from what was cached', () => {
    const text = describeProgress({ total: 40, done: 22, cached: 20, played: 4 }, 60)
    expect(text).toBe('22 of 40 runs, 20 from the cache, about 4 min left')
  })

  it('estimates nothing before anything was played', () => {
    expect(describeProgress({ total: 4, done: 0, cached: 0, played: 0 }, 0)).toBe('0 of 4 runs')
  })
})
