import { beforeEach, describe, expect, it } from 'vitest'
import { createTurningCrossing } from '../../test/turning-crossing.ts'
import { createFlows, type Flows } from '../estimate/flows.ts'
import { createQueueHead, type QueueHead } from '../estimate/queue-head.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { createLaneService, fillRow, type LaneService, laneRate } from './lane-service.ts'

const corridor = createTurningCrossing()
const model = createIntersectionModel(corridor.intersections[0]!, corridor.drivingSide, parameters)
const [main, side, opposing] = [0, 1, 2]
const [throughs, sideStreet, turnAlone] = [0, 1, 2]

describe('laneRate', () => {
  let flows: Flows
  let head: QueueHead
  let service: LaneService

  /** Fills all stages for a main lane of which this share turns left. */
  const prepare = (turnShare: number, headTurns = turnShare) => {
    flows.shares[main]!.set([1 - turnShare, turnShare])
    head.belief[main]!.set([1 - headTurns, headTurns])
    for (let stage = 0; stage < model.stageCount; stage++) {
      const saturation = new Float64Array(model.laneCount).fill(0.5)
      const boxRoom = new Float64Array(model.laneCount).fill(1)
      fillRow(service, model, { row: stage, stage, flows, head, startUpSeconds: 1, boxRoom, saturation }, parameters)
    }
  }
  const rate = (stage: number, lane: number, second: number, busyShare = 0, opposingFlow = 0) =>
    laneRate(service, stage * model.laneCount + lane, second, busyShare, opposingFlow)

  beforeEach(() => {
    flows = createFlows(model)
    head = createQueueHead(model)
    service = createLaneService(model, parameters)
  })

  it('is the saturation flow for a lane of which every vehicle runs', () => {
    prepare(0)
    expect(rate(throughs, main, 10, 1, 0.5)).toBeCloseTo(0.5)
    expect(rate(throughs, opposing, 10)).toBeCloseTo(0.5)
  })

  it('is nothing at red', () => {
    prepare(0.3)
    expect(rate(sideStreet, main, 5)).toBe(0)
    expect(rate(throughs, side, 5)).toBe(0)
  })

  it('falls with the seconds that an opposing queue discharges: turners come to the front and wait', () => {
    prepare(0.4)
    const busy = [0, 5, 10, 20].map(second => rate(throughs, main, second, 1))
    expect(busy[0]).toBeGreaterThan(0.45)
    expect(busy).toEqual([...busy].sort((a, b) => b - a))
    expect(busy[3]).toBeLessThan(0.15)
  })

  it('returns once the opposing queue has gone, the more so the fewer vehicles oppose', () => {
    prepare(0.4)
    expect(rate(throughs, main, 20, 0, 0)).toBeGreaterThan(0.4)
    expect(rate(throughs, main, 20, 0, 0.3)).toBeLessThan(rate(throughs, main, 20, 0, 0.05))
  })

  it('serves turners alone until the first through vehicle stands before the red arrow', () => {
    prepare(0.9)
    expect(rate(turnAlone, main, 2)).toBeGreaterThan(0.4)
    expect(rate(turnAlone, main, 30)).toBeLessThan(0.2)
  })

  it('knows when the head of the queue waits for the turn', () => {
    prepare(0.3, 0.99)
    expect(rate(turnAlone, main, 0)).toBeGreaterThan(0.45)
    prepare(0.3, 0.01)
    expect(rate(turnAlone, main, 0)).toBeLessThan(0.05)
  })
})
