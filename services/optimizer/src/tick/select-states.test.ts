import { describe, expect, it } from 'vitest'
import { createCrossing } from '../../test/corridor.ts'
import { signalAt } from '../../test/field.ts'
import { selectStates } from './select-states.ts'

const nowMs = 1_000_000
const used = new Map([['one', { endAtMs: nowMs - 1000, seconds: 1 }]])
const reasonOf = (signals: Parameters<typeof selectStates>[1], intervals = used) =>
  selectStates([createCrossing('one')], signals, intervals, nowMs, 5000).withheld[0]?.reason

describe('selectStates', () => {
  it('plans an intersection that is heard', () => {
    const signal = signalAt(nowMs - 5000)
    const { states, withheld } = selectStates([createCrossing('one')], { one: signal }, used, nowMs, 5000)
    expect(states).toEqual({ one: signal.state })
    expect(withheld).toEqual([])
  })

  it('withholds without a fresh, working signal state', () => {
    expect(reasonOf({})).toBe('no-state')
    expect(reasonOf({ one: signalAt(nowMs - 5001) })).toBe('stale-state')
    expect(reasonOf({ one: signalAt(nowMs + 10_001) })).toBe('state-from-the-future')
    expect(reasonOf({ one: signalAt(nowMs, 1, 'flash') })).toBe('flash')
    expect(reasonOf({ one: signalAt(nowMs, 1, 'local') })).toBeUndefined()
  })

  it('withholds when the detectors fell silent', () => {
    const heard = (endAtMs: number, seconds: number) => new Map([['one', { endAtMs, seconds }]])
    const signals = { one: signalAt(nowMs) }
    expect(reasonOf(signals, new Map())).toBe('no-detections')
    expect(reasonOf(signals, heard(nowMs - 12_000, 1))).toBeUndefined()
    expect(reasonOf(signals, heard(nowMs - 12_001, 1))).toBe('stale-detections')
    expect(reasonOf(signals, heard(nowMs - 100_000, 60))).toBeUndefined()
  })
})
