import { describe, expect, it } from 'vitest'
import { assignCorridors } from './assign-corridors.ts'

const loads = (...costs: number[]) => costs.map(costMs => ({ costMs }))
const costsOf = (parts: readonly (readonly { costMs: number }[])[] | undefined) =>
  parts?.map(part => part.map(({ costMs }) => costMs).sort((a, b) => b - a))

describe('assignCorridors', () => {
  it('gives the longest first to the thread with the least to do', () => {
    expect(costsOf(assignCorridors([loads(7, 6, 5, 4, 3), []], 2))).toEqual([
      [7, 4, 3],
      [6, 5]
    ])
  })

  it('moves nobody for a small gain', () => {
    expect(assignCorridors([loads(5, 1), loads(5)], 2)).toBeUndefined()
  })

  it('leaves planners where most of their part is', () => {
    const current = [loads(1), loads(8, 2, 2, 2)]
    const parts = assignCorridors(current, 2)
    expect(costsOf(parts)).toEqual([[2, 2, 2, 1], [8]])
    expect(parts![1]![0]).toBe(current[1]![0])
  })
})
