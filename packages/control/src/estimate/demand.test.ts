import type { Corridor, DetectorReading } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createCrossing } from '../../test/crossing.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { createDemand, seeDemand } from './demand.ts'
import { createFlows } from './flows.ts'
import { createPathShares } from './path-shares.ts'
import { createReadings, takeReadings } from './readings.ts'

/** The crossing with a turning bay of 40 m beside a1's lane; the road before both is seen from 40 m to 90 m. */
function createBay(): Corridor {
  const corridor = createCrossing()
  const crossing = corridor.intersections[0]!
  const [main, side] = crossing.approaches
  const zone = (detectorId: string, laneIds: string[], nearMetres: number, farMetres: number) => ({
    detectorId,
    kind: 'zone' as const,
    laneIds,
    nearMetres,
    farMetres
  })
  return {
    ...corridor,
    intersections: [
      {
        ...crossing,
        approaches: [{ ...main!, lanes: [...main!.lanes, { ...main!.lanes[0]!, laneId: 'a1-bay' }] }, side!],
        movements: [
          ...crossing.movements,
          { movementId: 'a1-left', approachId: 'a1', turn: 'left', phase: 1, laneIds: ['a1-bay'] }
        ],
        detectors: [
          zone('lane', ['a1-l0'], 0, 40),
          zone('bay', ['a1-bay'], 0, 40),
          zone('road', ['a1-l0', 'a1-bay'], 40, 90)
        ]
      }
    ]
  }
}

describe('seeDemand', () => {
  const corridor = createBay()
  const model = createIntersectionModel(corridor.intersections[0]!, corridor.drivingSide, parameters)
  const [lane, bay] = [0, 1]

  /** Standing vehicles by detector → queues by lane; nine of ten vehicles drive through. */
  function queuesOf(standing: Readonly<Record<string, number>>) {
    const flows = createFlows(model)
    flows.laneFlow.set([0.27, 0.03, 0.1])
    const readings = createReadings(model)
    const entries = Object.entries(standing).map(
      ([detectorId, vehicles]): DetectorReading => ({
        detectorId,
        vehicles,
        stoppedVehicles: vehicles,
        meanSpeedMetresPerSecond: null
      })
    )
    takeReadings(readings, model, {
      schemaVersion: 1,
      bootAtMs: 0,
      seq: 1,
      producedAtMs: 1000,
      intervalEndAtMs: 1000,
      intervalSeconds: 1,
      readings: entries
    })
    const demand = createDemand(model, 54)
    seeDemand(demand, model, readings, flows, createPathShares(model), parameters)
    return demand.queue
  }

  it('takes vehicles that stand before a full bay for turners, whatever the flows', () => {
    const queues = queuesOf({ lane: 0, bay: 5, road: 4 })
    expect(queues[bay]).toBeGreaterThan(8)
    expect(queues[lane]).toBeLessThan(1)
  })

  it('shares them out by flow where both lanes are full', () => {
    const queues = queuesOf({ lane: 5, bay: 5, road: 4 })
    expect(queues[lane]).toBeCloseTo(5 + 0.9 * 4)
    expect(queues[bay]).toBeCloseTo(5 + 0.1 * 4)
  })
})
