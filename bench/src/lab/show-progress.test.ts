import { describe, expect, it } from 'vitest'
import { createProgressLine, describeProgress } from './show-progress.ts'

describe('describeProgress', () => {
  it('estimates what is left from what was played, not from what was cached', () => {
    const text = describeProgress({ total: 40, done: 22, cached: 20, played: 4 }, 60)
    expect(text).toBe('22 of 40 runs, 20 from the cache, about 4 min left')
  })

  it('estimates nothing before anything was played', () => {
    expect(describeProgress({ total: 4, done: 0, cached: 0, played: 0 }, 0)).toBe('0 of 4 runs')
  })
})

describe('createProgressLine', () => {
  it('begins anew with every round of runs', () => {
    const written: string[] = []
    const stream = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream
    const show = createProgressLine(stream)
    for (const done of [0, 0, 1, 0, 1]) show({ total: 1, done, cached: 0, played: 0 })
    expect(written).toEqual(['0 of 1 runs\n', '1 of 1 runs\n', '0 of 1 runs\n', '1 of 1 runs\n'])
  })
})
