import { describe, expect, it } from 'vitest'
import { signalAt } from '../../test/field.ts'
import { createEventTime } from './event-time.ts'

const ids = ['one', 'two']
const create = () => createEventTime(ids, 2000, 200)
const endsAt = (one: number, two: number) => new Map(Object.entries({ one, two }))
const signalsAt = (one: number, two: number) => ({ one: signalAt(one), two: signalAt(two) })

describe('createEventTime', () => {
  it('is due as soon as all have reported the next second', () => {
    const time = create()
    expect(time.findTickMs(new Map(), {}, 0)).toBeUndefined()
    expect(time.findTickMs(new Map([['one', 1000]]), signalsAt(1000, 0), 0)).toBeUndefined()
    expect(time.findTickMs(endsAt(1000, 1000), signalsAt(1000, 1000), 1)).toBe(1000)
    expect(time.findTickMs(endsAt(1000, 1000), signalsAt(1000, 1000), 2)).toBeUndefined()
    expect(time.findTickMs(endsAt(2000, 2000), signalsAt(2000, 2000), 3)).toBe(2000)
  })

  it('waits for the first report however long it takes', () => {
    const time = create()
    expect(time.findTickMs(new Map(), {}, 0)).toBeUndefined()
    expect(time.findTickMs(new Map(), {}, 60_000)).toBeUndefined()
    expect(time.findTickMs(endsAt(1000, 1000), signalsAt(1000, 1000), 60_001)).toBe(1000)
  })

  it('waits for the signal states that go with the detections, but not for long', () => {
    const time = create()
    expect(time.findTickMs(endsAt(1000, 1000), signalsAt(1000, 0), 0)).toBeUndefined()
    expect(time.findTickMs(endsAt(1000, 1000), signalsAt(1000, 0), 200)).toBe(1000)
    expect(time.findTickMs(endsAt(2000, 2000), signalsAt(2000, 0), 201)).toBe(2000)
  })

  it('goes on without a silent intersection after its patience, and awaits it again once it reports', () => {
    const time = create()
    expect(time.findTickMs(endsAt(1000, 1000), signalsAt(1000, 1000), 0)).toBe(1000)
    expect(time.findTickMs(endsAt(2000, 1000), signalsAt(2000, 1000), 10)).toBeUndefined()
    expect(time.findTickMs(endsAt(2000, 1000), signalsAt(2000, 1000), 2010)).toBe(2000)
    expect(time.findTickMs(endsAt(3000, 1000), signalsAt(3000, 1000), 2011)).toBe(3000)
    expect(time.findTickMs(endsAt(4000, 4000), signalsAt(4000, 4000), 2012)).toBe(4000)
    expect(time.findTickMs(endsAt(5000, 4000), signalsAt(5000, 4000), 2013)).toBeUndefined()
  })

  it('takes the slower one’s time when they differ, so that none is planned from its future', () => {
    const time = create()
    expect(time.findTickMs(endsAt(3000, 2000), signalsAt(3000, 2000), 0)).toBe(2000)
  })

  it('does not start at the time of one that has long been silent', () => {
    const time = create()
    expect(time.findTickMs(endsAt(900_000, 1000), signalsAt(900_000, 1000), 0)).toBeUndefined()
    expect(time.findTickMs(endsAt(900_000, 1000), signalsAt(900_000, 1000), 2000)).toBe(900_000)
  })
})
