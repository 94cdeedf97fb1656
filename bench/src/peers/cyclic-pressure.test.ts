import { describe, expect, it } from 'vitest'
import { crossingCorridor, crossingModel, viewCrossing } from '../../test/peer-views.ts'
import { createCyclicPressure, divideCycle } from './cyclic-pressure.ts'

const nobody = Number.NEGATIVE_INFINITY

describe('divideCycle', () => {
  it('divides the cycle evenly between equal pressures, clearances and minimum greens included', () => {
    expect(divideCycle(crossingModel(), [0, 1], [3, 3], 60, 0.2)).toEqual([
      { stage: 0, greenSeconds: 26 },
      { stage: 1, greenSeconds: 26 }
    ])
  })

  it('gives more green to the stage under more pressure, in proportion to exp(η w)', () => {
    const [first, second] = divideCycle(crossingModel(), [0, 1], [4, 0], 60, 0.2)
    expect(first!.greenSeconds + second!.greenSeconds).toBe(52)
    expect((first!.greenSeconds - 5) / (second!.greenSeconds - 5)).toBeCloseTo(Math.exp(0.8), 0)
  })

  it('leaves out a stage that nobody wants, unless nobody wants any', () => {
    expect(divideCycle(crossingModel(), [0, 1], [nobody, 2], 60, 0.2).map(({ stage }) => stage)).toEqual([1])
    expect(divideCycle(crossingModel(), [0, 1], [nobody, nobody], 60, 0.2)).toHaveLength(2)
  })
})

describe('createCyclicPressure', () => {
  const create = () => createCyclicPressure({ cycleSeconds: 60, sharpness: 0.2 })(crossingCorridor())
  const zones = [
    [1, 1],
    [1, 1]
  ] as const

  it('runs its stages in order, each for its green', () => {
    const peer = create()
    expect(peer.choose(viewCrossing({ zones, stage: 1, greenSeconds: 10 }))).toBe(0)
    expect(peer.choose(viewCrossing({ zones, stage: 0, greenSeconds: 25 }))).toBe(0)
    expect(peer.choose(viewCrossing({ zones, stage: 0, greenSeconds: 26 }))).toBe(1)
    expect(peer.choose(viewCrossing({ zones, stage: 1, greenSeconds: 25 }))).toBe(1)
    expect(peer.choose(viewCrossing({ zones, stage: 1, greenSeconds: 26 }))).toBe(0)
  })

  it('leaves a stage that reached its maximum green', () => {
    const peer = create()
    expect(peer.choose(viewCrossing({ zones: [[1, 3], []], stage: 0, greenSeconds: 60 }))).toBe(1)
  })
})
