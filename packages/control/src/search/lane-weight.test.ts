import { describe, expect, it } from 'vitest'
import { createCrossing } from '../../test/crossing.ts'
import { createDemand } from '../estimate/demand.ts'
import { createFlows } from '../estimate/flows.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { weighLanes } from './lane-weight.ts'

const { intersections, drivingSide } = createCrossing()
const model = createIntersectionModel(intersections[0]!, drivingSide, parameters)

/** Weight of the first lane with a queue, a flow in vehicles per second, and time since its last green. */
function weightOf(vehicles: number, flow: number, redSeconds = 0): number {
  const demand = createDemand(model, 54)
  const flows = createFlows(model)
  demand.queue[0] = vehicles
  demand.standing[0] = vehicles > 0 ? 1 : 0
  flows.laneFlow[0] = flow
  const weight = new Float64Array(model.laneCount)
  weighLanes(weight, model, demand, flows, new Float64Array(model.laneCount).fill(redSeconds), parameters)
  return weight[0]!
}

describe('weighLanes', () => {
  it('weighs a queue more whose vehicles wait longer than 100 s in the mean, by no more than a half', () => {
    expect(weightOf(9, 0.1)).toBe(1)
    expect(weightOf(12, 0.1)).toBeCloseTo(1.2)
    expect(weightOf(15, 0.1)).toBeCloseTo(1.5)
    expect(weightOf(60, 0.1)).toBeCloseTo(1.5)
    expect(weightOf(1, 0)).toBe(1)
  })

  it('weighs a lane more whose first vehicle has seen red for more than 100 s', () => {
    expect(weightOf(1, 0.1, 100)).toBe(1)
    expect(weightOf(1, 0.1, 140)).toBeCloseTo(2)
    expect(weightOf(0, 0.1, 140)).toBe(1)
  })
})
