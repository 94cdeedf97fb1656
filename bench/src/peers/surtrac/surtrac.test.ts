import { describe, expect, it } from 'vitest'
import { type CrossingSituation, crossingCorridor, linkedCorridor, viewCrossing } from '../../../test/peer-views.ts'
import { createSurtrac } from './surtrac.ts'

const create = (corridor = crossingCorridor()) => createSurtrac({ gapSeconds: 3, startUpLossSeconds: 1 })(corridor)
const choose = (situation: CrossingSituation): number => create().choose(viewCrossing(situation))

describe('createSurtrac', () => {
  it('switches to a waiting queue when nobody uses the green', () => {
    expect(choose({ queue: [0, 4] })).toBe(1)
  })

  it('stays for the queue that is being served, and while nobody comes', () => {
    expect(choose({ queue: [4, 4] })).toBe(0)
    expect(choose({ stage: 1 })).toBe(1)
  })

  it('switches just in time for a platoon of the other street', () => {
    const platoon = (seconds: number) => [0, 1, 2, 3].map(k => [1, seconds + k] as const)
    expect(choose({ arrivals: platoon(12) })).toBe(0)
    expect(choose({ arrivals: platoon(5) })).toBe(1)
  })

  it('keeps minimum green and leaves at maximum green', () => {
    expect(choose({ queue: [0, 9], greenSeconds: 3 })).toBe(0)
    expect(choose({ queue: [9, 0], greenSeconds: 60 })).toBe(1)
  })

  it('prepares for what the neighbour upstream is about to release', () => {
    const choiceAfter = (queueUpstream: number, travelSeconds: number): number => {
      const corridor = linkedCorridor(travelSeconds)
      const peer = create(corridor)
      peer.choose(viewCrossing({ queue: [queueUpstream, 0] }, corridor.models[0]))
      return peer.choose({ ...viewCrossing({ stage: 1 }, corridor.models[1]), index: 1 })
    }
    expect(choiceAfter(8, 4)).toBe(0)
    expect(choiceAfter(8, 12)).toBe(1)
    expect(choiceAfter(0, 4)).toBe(1)
  })
})
