import { describe, expect, it } from 'vitest'
import { exampleOptions } from '../../test/examples.ts'
import { barOf, referencesOf } from './bars.ts'

describe('barOf', () => {
  it('is the promised one at the published demand', () => {
    expect(barOf('cologne1', exampleOptions(), [])).toBe(25)
    expect(barOf('cologne8', exampleOptions(), [])).toBeUndefined()
  })

  it('is a quarter below the better of fixed time and actuated control at another demand', () => {
    const settings = exampleOptions({ scale: 0.8 })
    expect(referencesOf(settings).map(reference => reference.settings.controller)).toEqual(['fixed', 'actuated'])
    expect(barOf('cologne1', settings, [40, 36])).toBe(27)
  })

  it('is what exact sensors give and a tolerance under other sensors', () => {
    const zones = exampleOptions({ sensors: 'zones', zoneMetres: 50, missedShare: 0.1, latencySeconds: 1 })
    expect(referencesOf(zones).map(reference => reference.settings)).toEqual([exampleOptions()])
    expect(barOf('cologne1', zones, [20])).toBeCloseTo(22)
    expect(barOf('cologne1', exampleOptions({ sensors: 'loops' }), [20])).toBeCloseTo(25)
  })

  it('promises no delay for late detections alone', () => {
    expect(barOf('cologne1', exampleOptions({ latencySeconds: 2 }), [])).toBeUndefined()
  })

  it('does not judge baselines at another demand', () => {
    expect(referencesOf(exampleOptions({ scale: 0.8, controller: 'fixed' }))).toEqual([])
    expect(barOf('cologne1', exampleOptions({ scale: 0.8, controller: 'fixed' }), [])).toBeUndefined()
  })
})
