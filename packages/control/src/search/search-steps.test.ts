import { describe, expect, it } from 'vitest'
import { defaultParameters, horizonSeconds } from '../parameters.ts'
import { createSearchSteps } from './search-steps.ts'

const beginningsOf = (seconds: Float64Array) => {
  let at = 0
  return [...seconds].map(length => {
    at += length
    return at - length
  })
}

describe('createSearchSteps', () => {
  it('decides at every step without a grid', () => {
    const [steps, ...others] = createSearchSteps(defaultParameters, undefined)
    expect(others).toEqual([])
    expect([...steps!.mayDecide].every(decides => decides === 1)).toBe(true)
    expect(steps!.seconds.slice(0, 13)).toEqual(Float64Array.from([...Array(12).fill(1), 3]))
  })

  it('cuts its steps at every instant of the grid within the horizon, and decides only there', () => {
    const byOffset = createSearchSteps(defaultParameters, 10)
    expect(byOffset).toHaveLength(10)
    for (const [offset, { seconds, mayDecide }] of byOffset.entries()) {
      const decisions = beginningsOf(seconds).filter((_, step) => mayDecide[step] === 1)
      expect(decisions).toEqual([0, 10, 20, 30, 40, 50].map(at => at + offset).filter(at => at < 54))
      expect(seconds.reduce((sum, length) => sum + length, 0)).toBe(horizonSeconds(defaultParameters))
    }
  })
})
