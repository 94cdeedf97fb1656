import { describe, expect, it } from 'vitest'
import { type CrossingSituation, crossingCorridor, viewCrossing } from '../../test/peer-views.ts'
import { createSelfControl, priorityOf } from './self-control.ts'

const create = () => createSelfControl({ desiredServiceSeconds: 60, longestServiceSeconds: 90 })(crossingCorridor())
const choose = (situation: CrossingSituation): number => create().choose(viewCrossing(situation))
/** Traffic so dense that no queue is critical yet. */
const flow = [0.2, 0.2] as const

describe('createSelfControl', () => {
  it('goes to a waiting queue when nobody uses the green', () => {
    expect(choose({ flow, queue: [0, 4] })).toBe(1)
  })

  it('goes on with a queue that is being served', () => {
    expect(choose({ flow, queue: [4, 4] })).toBe(0)
  })

  it('waits for a platoon about to arrive rather than serve a single vehicle', () => {
    expect(
      choose({
        flow,
        queue: [0, 1],
        arrivals: [
          [0, 1],
          [0, 2],
          [0, 3],
          [0, 4]
        ]
      })
    ).toBe(0)
  })

  it('breaks off a stage whose last vehicle is far for a longer queue', () => {
    expect(choose({ flow, queue: [0, 5], arrivals: [[0, 9]] })).toBe(1)
  })

  it('leaves the priority to a lane that has waited too long, and serves it until it is empty', () => {
    const peer = create()
    const rare = [0.2, 0.02] as const
    expect(peer.choose(viewCrossing({ flow: rare, queue: [12, 1], redSeconds: [0, 20] }))).toBe(0)
    expect(peer.choose(viewCrossing({ flow: rare, queue: [12, 1], redSeconds: [0, 85] }))).toBe(1)
    const served = { flow: rare, stage: 1, redSeconds: [9, 0] } as const
    expect(peer.choose(viewCrossing({ ...served, queue: [14, 1], greenSeconds: 5 }))).toBe(1)
    expect(peer.choose(viewCrossing({ ...served, queue: [14, 0], greenSeconds: 5 }))).toBe(0)
  })

  it('serves a critical lane no longer than its share of the service interval', () => {
    const peer = create()
    peer.choose(viewCrossing({ flow, queue: [20, 30], redSeconds: [0, 80] }))
    const situation = { flow, queue: [20, 30], stage: 1, redSeconds: [40, 0] } as const
    expect(peer.choose(viewCrossing({ ...situation, greenSeconds: 20 }))).toBe(1)
    expect(peer.choose(viewCrossing({ ...situation, greenSeconds: 30 }))).toBe(0)
  })
})

describe('priorityOf', () => {
  it('is vehicles over clearance and the time to serve them', () => {
    // 6 vehicles at 0.5 vehicles/s need 12 s, after 4 s of clearance.
    expect(priorityOf(viewCrossing({ queue: [0, 6] }), 1)).toBeCloseTo(6 / 16)
  })

  it('charges the mean extra wait of those whose green is broken off', () => {
    // The 2 vehicles of the running stage would all wait through the 4 s of coming back.
    expect(priorityOf(viewCrossing({ queue: [2, 6] }), 1)).toBeCloseTo(6 / 20)
  })
})
