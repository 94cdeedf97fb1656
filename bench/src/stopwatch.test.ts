import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startStopwatch } from './stopwatch.ts'

describe('startStopwatch', () => {
  it('does not count the time in which the thread waits', async () => {
    const wall = performance.now()
    const elapsedMs = startStopwatch()
    await delay(200)
    expect(elapsedMs()).toBeLessThan(0.5 * (performance.now() - wall))
  })

  it('counts work', () => {
    const elapsedMs = startStopwatch()
    let sum = 0
    while (elapsedMs() < 10) sum += 1
    expect(sum).toBeGreaterThan(0)
  })
})
