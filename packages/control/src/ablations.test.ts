import { describe, expect, it } from 'vitest'
import { ablations } from './ablations.ts'
import { defaultParameters, type PlannerParameters } from './parameters.ts'

describe('ablations', () => {
  it('each change something, under a name of their own', () => {
    expect(new Set(ablations.map(({ name }) => name)).size).toBe(ablations.length)
    for (const { name, without } of ablations) {
      const changed = Object.entries(without).filter(
        ([parameter, value]) => defaultParameters[parameter as keyof PlannerParameters] !== value
      )
      expect(changed, name).not.toEqual([])
    }
  })

  it('survive JSON, so that they reach other processes', () => {
    expect(JSON.parse(JSON.stringify(ablations))).toEqual(ablations)
  })
})
