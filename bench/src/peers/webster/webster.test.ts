import type { Corridor } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createCrossing } from '../../../../packages/control/test/crossing.ts'
import { crossingModel } from '../../../test/peer-views.ts'
import { laneDelay } from './lane-delay.ts'
import { spreadDemand } from './lane-demand.ts'
import { splitCycle } from './splits.ts'
import { withWebsterPlans } from './webster.ts'

const perSecond = (...vehiclesPerHour: number[]) => Float64Array.from(vehiclesPerHour, volume => volume / 3600)

/** Two crossings; street 0 of the first leads into street 0 of the second, 280 m at 14 m/s further on. */
function createLinkedCrossings(): Corridor {
  const corridor = createCrossing()
  const [crossing] = corridor.intersections
  const movements = crossing!.movements.map((movement, index) =>
    index === 0 ? { ...movement, linkId: 'ab' } : movement
  )
  return {
    ...corridor,
    intersections: [
      { ...crossing!, intersectionId: 'a', movements },
      { ...crossing!, intersectionId: 'b' }
    ],
    links: [
      {
        linkId: 'ab',
        fromIntersectionId: 'a',
        toIntersectionId: 'b',
        toApproachId: 'a1',
        lengthMetres: 280,
        freeFlowSpeedMetresPerSecond: 14,
        storageVehicles: 40
      }
    ]
  }
}

describe('laneDelay', () => {
  it('is half the red, squared, over the cycle for light even traffic (Webster’s first term)', () => {
    const service = new Float64Array(60).fill(0.5, 30)
    const flow = 0.01
    const delay = laneDelay(new Float64Array(60).fill(flow), service) / flow
    // C (1 − g/C)² / (2 (1 − q/s)) = 7.65 s, and little from randomness.
    expect(delay).toBeGreaterThan(7.4)
    expect(delay).toBeLessThan(8.6)
  })

  it('grows without bound towards and beyond saturation, but stays finite', () => {
    const service = new Float64Array(60).fill(0.5, 30)
    const at = (flow: number) => laneDelay(new Float64Array(60).fill(flow), service) / flow
    expect(at(0.24)).toBeGreaterThan(at(0.2) + 10)
    expect(at(0.3)).toBeGreaterThan(300)
    expect(at(0.3)).toBeLessThan(1000)
  })
})

describe('splitCycle', () => {
  const greensFor = (...volumes: number[]) => {
    const model = crossingModel()
    return splitCycle(model, spreadDemand(model, perSecond(...volumes)), [0, 1], 60).greens
  }

  it('divides the cycle evenly between equal flows', () => {
    expect(greensFor(400, 400)).toEqual([26, 26])
  })

  it('gives green in proportion to the flow, and never less than the minimum', () => {
    const [first, second] = greensFor(800, 400)
    expect(first! / second!).toBeGreaterThan(1.5)
    expect(greensFor(900, 10)[1]).toBe(5)
  })
})

describe('withWebsterPlans', () => {
  it('takes a longer cycle for more traffic', () => {
    const cycleFor = (volume: number) =>
      withWebsterPlans(createCrossing(), new Map([['crossing', perSecond(volume, volume)]])).intersections[0]!
        .timingPlans[0]!.cycleSeconds
    expect(cycleFor(200)).toBeLessThan(cycleFor(700))
  })

  it('offsets the second signal so that the platoon from the first meets green', () => {
    const volumes = new Map([
      ['a', perSecond(600, 300)],
      ['b', perSecond(600, 300)]
    ])
    const [a, b] = withWebsterPlans(createLinkedCrossings(), volumes).intersections.map(each => each.timingPlans[0]!)
    expect(a!.cycleSeconds).toBe(b!.cycleSeconds)
    const offset = (b!.offsetSeconds - a!.offsetSeconds + a!.cycleSeconds) % a!.cycleSeconds
    expect(Math.abs(offset - (20 % a!.cycleSeconds))).toBeLessThanOrEqual(6)
  })
})
