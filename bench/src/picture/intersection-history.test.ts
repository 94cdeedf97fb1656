import type { SumoNetwork, Trace } from '@selaras/sumo'
import { describe, expect, it } from 'vitest'
import { createCrossing } from '../../../packages/control/test/crossing.ts'
import { drawIntersection } from './draw-intersection.ts'
import { historyOf } from './intersection-history.ts'

const network: SumoNetwork = {
  corridor: createCrossing(),
  signals: [
    {
      tlsId: 'tls',
      intersectionId: 'crossing',
      phaseOfLink: [1, 2],
      stateOfStage: { 1: 'Gr', 2: 'rG' },
      connections: [],
      detectors: [
        { detectorId: 'a1-z0', kind: 'zone', segments: [{ lane: 'north_0', fromMetres: 50, toMetres: 100 }] },
        { detectorId: 'a2-z0', kind: 'zone', segments: [{ lane: 'east_0', fromMetres: 0, toMetres: 100 }] }
      ],
      laneOf: {}
    }
  ]
}

const vehicle = (id: string, lane: string, positionMetres: number, speedMetresPerSecond: number) => ({
  id,
  lane,
  positionMetres,
  speedMetresPerSecond
})

const trace: Trace = {
  vehicles: new Map([
    [0, [vehicle('v', 'north_0', 80, 0), vehicle('w', 'north_0', 20, 0), vehicle('x', 'east_0', 30, 9)]],
    [1, [vehicle('v', 'north_0', 80, 1.4), vehicle('w', 'north_0', 60, 0), vehicle('x', 'east_0', 40, 0)]]
  ]),
  lights: new Map([
    [
      'tls',
      [
        { fromSecond: 0, state: 'rG' },
        { fromSecond: 6, state: 'ry' },
        { fromSecond: 9, state: 'Gr' }
      ]
    ]
  ])
}

describe('historyOf', () => {
  const period = { fromSecond: 0, toSecond: 12 }
  const history = historyOf(network, 'crossing', trace, period)

  it('counts the standing vehicles of each approach within its zones', () => {
    expect(history.queues).toEqual([
      {
        approachId: 'a1',
        points: [
          [0, 1],
          [1, 2]
        ]
      },
      {
        approachId: 'a2',
        points: [
          [0, 0],
          [1, 1]
        ]
      }
    ])
  })

  it('tells stages by what the light showed, and the time between them', () => {
    expect(history.stages).toEqual([
      { stage: 2, fromSecond: 0, toSecond: 6 },
      { stage: undefined, fromSecond: 6, toSecond: 9 },
      { stage: 1, fromSecond: 9, toSecond: 12 }
    ])
  })

  it('draws them', () => {
    const picture = drawIntersection(history, period, 'test')
    expect(picture.match(/<polyline/g)).toHaveLength(2)
    expect(picture).toContain('stage 2')
  })
})
