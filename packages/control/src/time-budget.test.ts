import { describe, expect, it } from 'vitest'
import { createTimeShares, type TimeShares, unlimitedTime } from './time-budget.ts'

/** Plays a tick of searches that need so much time; returns how long each took. */
function play(shares: TimeShares, needsMs: readonly number[], limitMs = 100): number[] {
  let nowMs = 0
  const time = { limitMs, elapsedMs: () => nowMs }
  return needsMs.map((needMs, index) => {
    const isPast = shares.begin(index, time)
    const startMs = nowMs
    while (!isPast() && nowMs - startMs < needMs) nowMs += 0.01
    shares.end(index, time)
    return Math.round(nowMs - startMs)
  })
}

describe('createTimeShares', () => {
  it('gives nobody less than an equal part when all need more, and keeps some for what follows', () => {
    const shares = createTimeShares(4)
    for (let tick = 0; tick < 20; tick++) {
      const times = play(shares, [1000, 1000, 1000, 1000])
      expect(Math.min(...times)).toBeGreaterThanOrEqual(18)
      expect(times.reduce((sum, ms) => sum + ms)).toBeLessThan(90)
    }
  })

  it('lets a search that takes longer than ever have what the others do not need', () => {
    const shares = createTimeShares(4)
    for (let tick = 0; tick < 3; tick++) expect(play(shares, [2, 2, 2, 2])).toEqual([2, 2, 2, 2])
    expect(play(shares, [60, 2, 2, 2])).toEqual([60, 2, 2, 2])
    expect(play(shares, [2, 2, 2, 60])).toEqual([2, 2, 2, 60])
  })

  it('leaves no time for a search once the limit has passed', () => {
    const time = { limitMs: 50, elapsedMs: () => 51 }
    expect(createTimeShares(2).begin(0, time)()).toBe(true)
  })

  it('never ends a search without a limit', () => {
    expect(createTimeShares(3).begin(0, unlimitedTime)()).toBe(false)
  })
})
