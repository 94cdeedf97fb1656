import { describe, expect, it } from 'vitest'
import { exampleOptions } from '../../test/examples.ts'
import { barOf, type ReferenceDelay, referencesOf } from './bars.ts'

const calm = (...seconds: number[]): ReferenceDelay[] => seconds.map(value => ({ seconds: value, jams: 0 }))

describe('barOf', () => {
  it('is the promised one at the published demand', () => {
    expect(barOf('cologne1', exampleOptions(), [])).toBe(25)
    expect(barOf('cologne8', exampleOptions(), [])).toBeUndefined()
  })

  it('is a quarter below the better of fixed time and actuated control at another demand', () => {
    const settings = exampleOptions({ scale: 0.8 })
    expect(referencesOf(settings).map(reference => reference.settings.controller)).toEqual(['fixed', 'actuated'])
    expect(barOf('cologne1', settings, calm(40, 36))).toBe(27)
  })

  it('is what exact sensors give and a tolerance under other sensors', () => {
    const zones = exampleOptions({ sensors: 'zones', zoneMetres: 50, missedShare: 0.1, latencySeconds: 1 })
    expect(referencesOf(zones).map(reference => reference.settings)).toEqual([exampleOptions()])
    expect(barOf('cologne1', zones, calm(20))).toBeCloseTo(22)
    expect(barOf('cologne1', exampleOptions({ sensors: 'loops' }), calm(20))).toBeCloseTo(25)
  })

  it('is not raised by a jam under exact sensors: their own bar counts', () => {
    const zones = exampleOptions({ sensors: 'zones', zoneMetres: 50 })
    expect(barOf('cologne3', zones, [{ seconds: 65, jams: 1 }])).toBe(21)
    expect(barOf('cologne3', zones, [{ seconds: 65, jams: 3 }])).toBe(21)
    expect(barOf('cologne8', zones, [{ seconds: 65, jams: 1 }])).toBe('not measured')
  })

  it('is not measured when a reference has no delay', () => {
    const zones = exampleOptions({ sensors: 'zones', zoneMetres: 50 })
    expect(barOf('cologne1', zones, [{ seconds: undefined, jams: 0 }])).toBe('not measured')
    const more = exampleOptions({ scale: 1.1 })
    const failed = { seconds: undefined, jams: 0 }
    expect(barOf('cologne1', more, [failed, failed])).toBe('not measured')
    expect(barOf('cologne1', more, [{ seconds: 40, jams: 1 }, failed])).toBe(30)
  })

  it('is the best published figure under the published protocol', () => {
    const coarse = exampleOptions({ coarseness: { decisionGridSeconds: 10 }, minimumGreenSeconds: 7 })
    const names = ['cologne1', 'cologne3', 'ingolstadt1', 'grid4x4']
    expect(names.map(name => barOf(name, coarse, []))).toEqual([27.6, 39.8, 22.2, 34.1])
    expect(barOf('cologne1', { ...coarse, coarseness: { minimumUpdateSeconds: 5 } }, [])).toBeUndefined()
  })

  it('asks nothing of the references that only our planner takes', () => {
    const coarse = exampleOptions({ scale: 0.8, coarseness: { decisionGridSeconds: 10 } })
    expect(referencesOf(coarse).map(({ settings }) => settings.coarseness)).toEqual([undefined, undefined])
  })

  it('promises no delay for late detections alone', () => {
    expect(barOf('cologne1', exampleOptions({ latencySeconds: 2 }), [])).toBeUndefined()
  })

  it('does not judge baselines at another demand', () => {
    expect(referencesOf(exampleOptions({ scale: 0.8, controller: 'fixed' }))).toEqual([])
    expect(barOf('cologne1', exampleOptions({ scale: 0.8, controller: 'fixed' }), [])).toBeUndefined()
  })
})
