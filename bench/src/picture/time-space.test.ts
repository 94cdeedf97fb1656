import { describe, expect, it } from 'vitest'
import { createRoad, traceOf } from '../../test/picture-net.ts'
import { busiestPath } from './busiest-path.ts'
import { drawTimeSpace } from './draw-time-space.ts'
import { timeSpaceOf } from './time-space.ts'

const period = { fromSecond: 0, toSecond: 20 }

describe('busiestPath', () => {
  it('is the way past the most signals that most vehicles drove', () => {
    const through = ['a_0', 'b_0', 'c_0', 'd_0']
    const trace = traceOf({ v1: ['c_0', 'd_0'], v2: through.slice(0, 3), v3: through, v4: through })
    expect(busiestPath(createRoad(), trace)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('is neither a loop nor a way with a hole', () => {
    const trace = traceOf({ loop: ['a_0', 'b_0', 'c_0', 'a_0'], hole: ['a_0', 'c_0'], short: ['b_0', 'c_0'] })
    expect(busiestPath(createRoad(), trace)).toEqual(['b', 'c'])
  })

  it('is empty when nobody passed a signal', () => {
    expect(busiestPath(createRoad(), traceOf({ v: ['c_0', 'd_0'] }))).toEqual([])
  })
})

describe('timeSpaceOf', () => {
  it('places vehicles by their distance along the path, junctions included', () => {
    const trace = traceOf({ v: ['a_0', ':ab_0', 'b_0', '', 'b_0', 'd_0'] })
    const { trajectories, lengthMetres } = timeSpaceOf(createRoad(), trace, ['a', 'b', 'c'], period)
    expect(lengthMetres).toBe(320)
    expect(trajectories).toEqual([
      [
        [0, 50],
        [1, 105],
        [2, 160]
      ],
      [[4, 160]]
    ])
  })

  it('shows when the signal lets the path through, within the period', () => {
    const lights = new Map([
      [
        'first',
        [
          { fromSecond: -5, state: 'rG' },
          { fromSecond: 4, state: 'Gr' },
          { fromSecond: 30, state: 'rG' }
        ]
      ]
    ])
    const timeSpace = timeSpaceOf(createRoad(), { ...traceOf({}), lights }, ['a', 'b'], period)
    expect(timeSpace.signals).toEqual([
      {
        tlsId: 'first',
        atMetres: 100,
        spans: [
          { isGreen: false, fromSecond: 0, toSecond: 4 },
          { isGreen: true, fromSecond: 4, toSecond: 20 }
        ]
      }
    ])
    expect(drawTimeSpace(timeSpace, period, 'a < b')).toMatch(/^<svg [\s\S]*a &lt; b[\s\S]*<\/svg>\n$/)
  })
})
