import { describe, expect, it } from 'vitest'
import { type CrossingSituation, crossingCorridor, linkedCorridor, viewCrossing } from '../../test/peer-views.ts'
import { createPositionWeighted } from './position-weighted.ts'

const choose = (situation: CrossingSituation): number =>
  createPositionWeighted({ slotSeconds: 10 })(crossingCorridor()).choose(viewCrossing(situation))

describe('createPositionWeighted', () => {
  it('serves the street with more vehicles at equal distance', () => {
    expect(choose({ zones: [[1], [1, 3]] })).toBe(1)
    expect(choose({ zones: [[1, 4], [1]] })).toBe(0)
  })

  it('prefers few vehicles at the stop line to more of them far away', () => {
    const zones = [
      [0, 0, 3],
      [1, 1, 0]
    ] as const
    expect(choose({ zones })).toBe(1)
  })

  it('decides on its slots only', () => {
    const zones = [[], [1, 3, 3]] as const
    expect(choose({ zones, nowSeconds: 1003 })).toBe(0)
    expect(choose({ zones, nowSeconds: 1010 })).toBe(1)
  })

  it('keeps the running stage while nobody is there, and leaves it when it must', () => {
    expect(choose({ stage: 1 })).toBe(1)
    expect(choose({ stage: 1, greenSeconds: 60, nowSeconds: 1003 })).toBe(0)
  })

  it('holds back a stream whose link downstream is full to its entrance', () => {
    const { models, links } = linkedCorridor()
    const peer = createPositionWeighted({ slotSeconds: 10 })({ models, links })
    const downstream = (far: number) => ({ ...viewCrossing({ zones: [[0, 0, far], []] }, models[1]), index: 1 })
    const upstream = viewCrossing(
      {
        zones: [
          [1, 3],
          [1, 1]
        ]
      },
      models[0]
    )
    peer.choose(downstream(0))
    expect(peer.choose(upstream)).toBe(0)
    peer.choose(downstream(6))
    expect(peer.choose(upstream)).toBe(1)
  })
})
