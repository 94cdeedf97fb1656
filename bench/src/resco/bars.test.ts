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

  it('does not judge baselines at another demand', () => {
    expect(referencesOf(exampleOptions({ scale: 0.8, controller: 'fixed' }))).toEqual([])
    expect(barOf('cologne1', exampleOptions({ scale: 0.8, controller: 'fixed' }), [])).toBeUndefined()
  })
})
