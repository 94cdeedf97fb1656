import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAlignedTimer } from './aligned-timer.ts'

const startMs = 1_700_000_000_250

function record(speed = 1) {
  const ticks: [number, number][] = []
  const skipped: number[] = []
  const timer = createAlignedTimer({
    clock: { now: () => startMs + (Date.now() - startMs) * speed },
    speed,
    maximumLatenessMs: 500,
    onTick: (nowMs, latenessMs) => ticks.push([nowMs - startMs, latenessMs]),
    onSkipped: count => skipped.push(count)
  })
  return { ticks, skipped, timer }
}

describe('createAlignedTimer', () => {
  beforeEach(() => vi.useFakeTimers({ now: startMs }))
  afterEach(() => vi.useRealTimers())

  it('ticks on whole seconds', () => {
    const { ticks, timer } = record()
    timer.start()
    vi.advanceTimersByTime(2750)
    expect(ticks).toEqual([
      [750, 0],
      [1750, 0],
      [2750, 0]
    ])
  })

  it('ticks on whole seconds of a clock that runs ten times as fast', () => {
    const { ticks, timer } = record(10)
    timer.start()
    vi.advanceTimersByTime(1000)
    expect(ticks.map(([nowMs]) => nowMs)).toEqual([750, 1750, 2750, 3750, 4750, 5750, 6750, 7750, 8750, 9750])
  })

  it('skips the seconds that a stall swallowed, and does not catch up', () => {
    const { ticks, skipped, timer } = record()
    timer.start()
    // The process was blocked: time went by, and the timer fires late.
    vi.setSystemTime(startMs + 3400)
    vi.advanceTimersByTime(750)
    expect(skipped).toEqual([4])
    expect(ticks).toEqual([])
    vi.advanceTimersByTime(1000)
    expect(ticks.map(([nowMs]) => nowMs)).toEqual([4750])
  })

  it('still ticks when it is a little late', () => {
    const { ticks, skipped, timer } = record()
    timer.start()
    vi.setSystemTime(startMs + 400)
    vi.advanceTimersByTime(750)
    expect(ticks).toEqual([[750, 400]])
    expect(skipped).toEqual([])
  })

  it('aligns again after the clock was set back', () => {
    const { ticks, skipped, timer } = record()
    timer.start()
    vi.setSystemTime(startMs - 30_000)
    vi.advanceTimersByTime(2000)
    expect(skipped).toEqual([])
    expect(ticks.map(([nowMs]) => nowMs)).toEqual([-28_250])
  })

  it('stops', () => {
    const { ticks, timer } = record()
    timer.start()
    timer.close()
    vi.advanceTimersByTime(5000)
    expect(ticks).toEqual([])
  })
})
