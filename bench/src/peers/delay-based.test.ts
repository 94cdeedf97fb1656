import { describe, expect, it } from 'vitest'
import { crossingCorridor, viewCrossing } from '../../test/peer-views.ts'
import { createDelayBased } from './delay-based.ts'

const create = (skipsEmpty = false) => createDelayBased({ longestGreenSeconds: 40, skipsEmpty })(crossingCorridor())

describe('createDelayBased', () => {
  it('extends green until those who stood have crossed', () => {
    const peer = create()
    expect(peer.choose(viewCrossing({ queue: [2, 1], greenSeconds: 6 }))).toBe(0)
    // Both move now; one crosses a second.
    expect(
      peer.choose({ ...viewCrossing({ queue: [0, 1], greenSeconds: 7 }), crossed: line => (line === 0 ? 1 : 0) })
    ).toBe(0)
    expect(
      peer.choose({ ...viewCrossing({ queue: [0, 1], greenSeconds: 8 }), crossed: line => (line === 0 ? 1 : 0) })
    ).toBe(1)
  })

  it('does not extend it for a vehicle that rolls in freely', () => {
    expect(create().choose(viewCrossing({ arrivals: [[0, 3]] }))).toBe(1)
  })

  it('ends green at its longest, and not before its minimum', () => {
    expect(create().choose(viewCrossing({ queue: [20, 1], greenSeconds: 40 }))).toBe(1)
    expect(create().choose(viewCrossing({ queue: [0, 9], greenSeconds: 4 }))).toBe(0)
  })

  it('stays while nobody waits elsewhere, if told to skip', () => {
    expect(create(true).choose(viewCrossing({}))).toBe(0)
    expect(create(true).choose(viewCrossing({ queue: [0, 1] }))).toBe(1)
  })
})
