import { ManualClock } from '@selaras/shared'
import { beforeEach, describe, expect, it } from 'vitest'
import { at, config, junction, planOf } from '../test/junction.ts'
import { type Cabinet, createCabinet } from './cabinet.ts'
import { type CabinetTime, createCabinetClock } from './cabinet-clock.ts'
import { displayOf } from './controller-state.ts'

const timeAt = (second: number, correctedByMs = 0): CabinetTime => ({
  nowMs: at(second) + correctedByMs,
  correctedByMs,
  monotonicMs: second * 1000
})

describe('createCabinet', () => {
  let cabinet: Cabinet
  beforeEach(() => {
    cabinet = createCabinet(config, timeAt(0), { startStage: 1 })
  })

  it('reports the signal once a second and on every change', () => {
    const seconds: number[] = []
    for (let tenth = 0; tenth <= 10; tenth++) {
      if (cabinet.tick(timeAt(tenth / 10)).signal !== undefined) seconds.push(tenth / 10)
    }
    expect(seconds).toEqual([0, 1])
    cabinet.receivePlan(
      JSON.stringify(
        planOf(
          [
            [1, 0, 7],
            [3, 16, 40]
          ],
          1,
          1
        )
      )
    )
    for (let tenth = 65; tenth <= 105; tenth++) {
      const { signal } = cabinet.tick(timeAt(tenth / 10 + 0.05))
      if (signal !== undefined) seconds.push((signal.producedAtMs - at(0)) / 1000)
    }
    expect(seconds).toEqual([0, 1, 6.55, 7.05, 8.05, 9.05, 10.05])
  })

  it('numbers its signal messages without a gap', () => {
    const numbers = [cabinet.tick(timeAt(0)).signal?.seq, cabinet.signal().seq, cabinet.tick(timeAt(1)).signal?.seq]
    expect(numbers).toEqual([0, 1, 2])
  })

  it('answers a plan at the next tick and executes it', () => {
    expect(cabinet.receivePlan(Buffer.from(JSON.stringify(planOf([[1, 0, 30]], 4, 2))))).toBeUndefined()
    const { acks, signal } = cabinet.tick(timeAt(2))
    expect(acks).toMatchObject([{ revision: 4, result: 'accepted' }])
    expect(signal).toMatchObject({ mode: 'adaptive', planRevision: 4 })
    expect(cabinet.tick(timeAt(2.1)).acks).toEqual([])
  })

  it('says why a message cannot be read, and goes on', () => {
    expect(cabinet.receivePlan(Buffer.from([0xff, 0xfe]))).toBe(
      '(whole input): expected UTF-8 text, received bytes that are not UTF-8'
    )
    expect(cabinet.receivePlan('{"schemaVersion": 1}')).toContain('/corridorId')
    expect(cabinet.tick(timeAt(0)).acks).toEqual([])
    expect(cabinet.state.mode).toBe('local')
  })

  it('keeps the newest of too many plans between two ticks', () => {
    for (let revision = 0; revision < 40; revision++) {
      cabinet.receivePlan(JSON.stringify(planOf([[1, 0, 30]], revision, 2)))
    }
    const { acks } = cabinet.tick(timeAt(2))
    expect(acks).toHaveLength(16)
    expect(cabinet.state.plan?.revision).toBe(39)
  })

  it('does not shorten a green when the wall clock jumps', () => {
    cabinet.tick(timeAt(0))
    cabinet.tick(timeAt(4))
    cabinet.tick(timeAt(4, 3_600_000))
    expect(displayOf(cabinet.state, 1)).toBe('protected')
    cabinet.tick({ ...timeAt(4), nowMs: at(3610), correctedByMs: 0, monotonicMs: 10_000 })
    expect(cabinet.state.mode).toBe('local')
    expect(cabinet.state.faults).toEqual([])
  })

  it('flashes when its monitor sees a conflict', () => {
    const unsafe = {
      ...junction,
      stages: [{ stage: 1, phases: [1, 3].map(phase => ({ phase, display: 'protected' as const })) }]
    }
    const broken = createCabinet({ ...config, intersection: unsafe }, timeAt(0), { startStage: 1 })
    const { signal } = broken.tick(timeAt(0))
    expect(signal).toMatchObject({ mode: 'flash', planEpoch: null, faults: [expect.stringContaining('phases 1')] })
    expect(displayOf(broken.state, 1)).toBe('flashing')
  })
})

describe('createCabinetClock', () => {
  it('runs by the monotonic clock and reports corrections of the wall clock', () => {
    const monotonic = new ManualClock(0)
    let wallAheadMs = at(0)
    const readTime = createCabinetClock({
      now: () => monotonic.now() + wallAheadMs,
      monotonicNow: () => monotonic.now() + 0.4
    })
    monotonic.advanceTo(1000)
    expect(readTime()).toEqual({ nowMs: at(1), correctedByMs: 0, monotonicMs: 1000 })
    wallAheadMs += 10
    expect(readTime()).toEqual({ nowMs: at(1), correctedByMs: 0, monotonicMs: 1000 })
    wallAheadMs -= 5010
    expect(readTime()).toEqual({ nowMs: at(-4), correctedByMs: -5000, monotonicMs: 1000 })
    expect(readTime()).toEqual({ nowMs: at(-4), correctedByMs: 0, monotonicMs: 1000 })
  })
})
