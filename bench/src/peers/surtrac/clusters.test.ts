import { describe, expect, it } from 'vitest'
import { viewCrossing } from '../../../test/peer-views.ts'
import { clustersOf } from './clusters.ts'

describe('clustersOf', () => {
  it('makes the queue one cluster that lasts as long as its discharge', () => {
    const view = viewCrossing({ queue: [6, 0] })
    expect(clustersOf(view, view.arrivals, 0, [0], 3)).toMatchObject([
      { vehicles: 6, arrivalSeconds: 0, durationSeconds: 12 }
    ])
  })

  it('joins vehicles that follow each other closely and starts anew after a longer gap', () => {
    const view = viewCrossing({
      arrivals: [
        [0, 5],
        [0, 8],
        [0, 20]
      ]
    })
    expect(clustersOf(view, view.arrivals, 0, [0], 3)).toMatchObject([
      { vehicles: 2, arrivalSeconds: 5, durationSeconds: 4 },
      { vehicles: 1, arrivalSeconds: 20, durationSeconds: 2 }
    ])
    expect(clustersOf(view, view.arrivals, 0, [0], 12)).toHaveLength(1)
  })
})
