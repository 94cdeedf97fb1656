import { describe, expect, it } from 'vitest'
import { shareTime, unlimitedTime } from './time-budget.ts'

/** Plans intersections whose searches need so much time; returns how long each took. */
function searchTimes(needsMs: readonly number[], limitMs: number): number[] {
  let nowMs = 0
  const shares = shareTime({ limitMs, elapsedMs: () => nowMs }, needsMs.length)
  return needsMs.map(needMs => {
    const isPast = shares.next()
    const startMs = nowMs
    while (!isPast() && nowMs - startMs < needMs) nowMs += 0.01
    return Math.round(nowMs - startMs)
  })
}

describe('shareTime', () => {
  it('gives nobody less than an equal part when all need more, and keeps some for what follows', () => {
    const times = searchTimes(Array(4).fill(1000), 100)
    expect(Math.min(...times)).toBe(18)
    expect(times.reduce((sum, ms) => sum + ms)).toBeLessThan(90)
  })

  it('passes on what others do not need', () => {
    expect(searchTimes([1, 1, 1, 60], 100)).toEqual([1, 1, 1, 60])
  })

  it('leaves no time for a search once the limit has passed', () => {
    const shares = shareTime({ limitMs: 50, elapsedMs: () => 51 }, 2)
    expect([shares.next()(), shares.next()()]).toEqual([true, true])
  })

  it('never ends a search without a limit', () => {
    expect(shareTime(unlimitedTime, 3).next()()).toBe(false)
  })
})
