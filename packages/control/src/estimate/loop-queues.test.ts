import type { Detections, Detector, DetectorReading } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createCrossing } from '../../test/crossing.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters } from '../parameters.ts'
import { createDemand, seeDemand } from './demand.ts'
import { createFlows, learnFlows } from './flows.ts'
import { createLoopQueues, learnLoopQueues } from './loop-queues.ts'
import { createPathShares } from './path-shares.ts'
import { createReadings, takeReadings } from './readings.ts'
import { seeLoops } from './see-loops.ts'

const startSecond = 1_000_000_000

interface Second {
  readonly advance?: number
  readonly stop?: number
  readonly advanceOccupancy?: number
  readonly stopOccupancy?: number
  readonly zone?: number
}

/** A crossing whose first lane has an advance loop at 40 m, told second by second; its zones are silent unless given. */
function follow(seconds: readonly Second[], { green = false } = {}) {
  const [crossing] = createCrossing().intersections
  const advance: Detector = {
    detectorId: 'a1-a',
    kind: 'advance',
    laneIds: ['a1-l0'],
    nearMetres: 40,
    farMetres: 40
  }
  const intersection = { ...crossing!, detectors: [...crossing!.detectors, advance] }
  const model = createIntersectionModel(intersection, 'left', defaultParameters)
  const loops = createLoopQueues(model)
  const flows = createFlows(model)
  const readings = createReadings(model)
  const expectedRate = new Float64Array(model.laneCount)
  for (const [index, second] of seconds.entries()) {
    takeReadings(readings, model, messageOf(startSecond + index, second))
    learnFlows(flows, model, readings, 1, defaultParameters)
    const observation = { stage: green ? 0 : 1, greenSeconds: index, intervalSeconds: 1, expectedRate }
    learnLoopQueues(loops, model, readings, flows, observation, defaultParameters)
  }
  const demand = createDemand(model, 54)
  seeDemand(demand, model, readings, flows, createPathShares(model), defaultParameters)
  const redSeconds = new Float64Array(model.laneCount).fill(green ? 0 : seconds.length)
  seeLoops(demand, model, readings, loops, redSeconds, defaultParameters)
  const coming = demand.arrivals.subarray(0, 54).reduce((sum, vehicles) => sum + vehicles, 0)
  return { queue: demand.queue[0]!, coming, standing: demand.standing[0]! }
}

function messageOf(
  second: number,
  { advance = 0, stop = 0, advanceOccupancy, stopOccupancy, zone }: Second
): Detections {
  const readings: DetectorReading[] = [
    { detectorId: 'a1-a', vehicles: advance, occupancyRatio: advanceOccupancy ?? null },
    { detectorId: 'a1-s', vehicles: stop, occupancyRatio: stopOccupancy ?? null },
    { detectorId: 'a2-s', vehicles: 0 }
  ]
  if (zone !== undefined) {
    for (const id of ['a1-z0', 'a1-z8', 'a1-z33']) {
      readings.push({ detectorId: id, vehicles: id === 'a1-z8' ? zone : 0, stoppedVehicles: id === 'a1-z8' ? zone : 0 })
    }
  }
  return {
    ...{ schemaVersion: 1, bootAtMs: 0, seq: second, producedAtMs: second * 1000 },
    ...{ intervalEndAtMs: second * 1000, intervalSeconds: 1, readings }
  }
}

const during = (seconds: number, second: Second = {}): Second[] => Array.from({ length: seconds }, () => second)

describe('loop queues', () => {
  it('lets an actuation of the advance loop travel to the stop line and wait there', () => {
    const coming = follow([{ advance: 2 }])
    expect(coming.queue).toBe(0)
    expect(coming.coming).toBeCloseTo(2, 0)
    const arrived = follow([{ advance: 2 }, ...during(6)])
    expect(arrived).toMatchObject({ coming: 0, standing: 1 })
    expect(arrived.queue).toBeCloseTo(2, 0)
  })

  it('counts out those that cross the stop line', () => {
    const arrived = [{ advance: 2 }, { advance: 1 }, ...during(3)]
    expect(follow([...arrived, { stop: 1 }], { green: true }).queue).toBeCloseTo(2, 0)
  })

  it('knows that a lane is empty after green without a crossing, and when nothing stands on its stop-line loop', () => {
    const arrived = [{ advance: 2 }, ...during(5)]
    expect(follow([...arrived, ...during(12)], { green: true }).queue).toBe(0)
    expect(follow([...arrived, ...during(12)]).queue).toBeCloseTo(2, 0)
    expect(follow([...arrived, ...during(5, { stopOccupancy: 0 })])).toMatchObject({ queue: 0, standing: 0 })
  })

  it('knows of a vehicle that only the stop-line loop has noticed', () => {
    expect(follow(during(3, { stopOccupancy: 1 }))).toMatchObject({ queue: 1, standing: 1 })
  })

  it('believes a covered advance loop: the queue reaches it and grows beyond', () => {
    const { queue } = follow(during(30, { advanceOccupancy: 1, stopOccupancy: 1 }))
    expect(queue).toBeGreaterThan(40 / defaultParameters.vehicleSpacingMetres)
    expect(queue).toBeLessThan(15)
  })

  it('leaves to the zones what they cover', () => {
    const seconds = [{ advance: 3 }, ...during(7)].map(second => ({ ...second, zone: 2 }))
    expect(follow(seconds).queue).toBe(2)
  })
})
