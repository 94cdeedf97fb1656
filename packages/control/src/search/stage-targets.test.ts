import { describe, expect, it } from 'vitest'
import { createTurningCrossing } from '../../test/turning-crossing.ts'
import { createFlows } from '../estimate/flows.ts'
import { createQueueHead } from '../estimate/queue-head.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { createLaneService, fillRow } from './lane-service.ts'
import { findTargets } from './stage-targets.ts'

const corridor = createTurningCrossing()
const model = createIntersectionModel(corridor.intersections[0]!, corridor.drivingSide, parameters)
const [throughs, sideStreet, turnAlone] = [0, 1, 2]

function targetsFor(vehicles: readonly [main: number, side: number, opposing: number], turnShare: number): number[] {
  const flows = createFlows(model)
  const head = createQueueHead(model)
  flows.shares[0]!.set([1 - turnShare, turnShare])
  head.belief[0]!.set([1 - turnShare, turnShare])
  const service = createLaneService(model, parameters)
  for (let stage = 0; stage < model.stageCount; stage++) {
    const saturation = new Float64Array(model.laneCount).fill(0.5)
    const boxRoom = new Float64Array(model.laneCount).fill(1)
    fillRow(service, model, { row: stage, stage, flows, head, startUpSeconds: 1, boxRoom, saturation }, parameters)
  }
  const targets = new Int16Array(model.stageCount)
  return [...targets.subarray(0, findTargets(targets, model, service, Float64Array.from(vehicles)))]
}

describe('findTargets', () => {
  it('leaves out a stage that serves nobody whom another does not serve as well', () => {
    expect(targetsFor([4, 4, 4], 0)).toEqual([throughs, sideStreet])
  })

  it('keeps the turn stage for a lane of turners', () => {
    expect(targetsFor([4, 0, 4], 0.95)).toContain(turnAlone)
  })

  it('names one stage when nobody is expected', () => {
    expect(targetsFor([0, 0, 0], 0.3)).toEqual([throughs])
  })
})
