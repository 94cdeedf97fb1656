import type { Detector } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createTurningCrossing } from '../../test/turning-crossing.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { blocksStage, createBox, seeBox } from './box.ts'
import { createFlows, learnFlows } from './flows.ts'
import { createHiddenBox, learnHiddenBox } from './hidden-box.ts'
import { createReadings, takeReadings } from './readings.ts'

const corridor = createTurningCrossing()
const crossing = corridor.intersections[0]!
const [permissiveStage, sideStage] = [0, 1]

/** Left turns and oncoming vehicles that cross their stop lines in each second of the stage that lets turners yield. */
function follow(seconds: readonly { readonly turners: number; readonly oncoming: number }[], boxSays?: number) {
  const stopLine = (detectorId: string, lane: string, movement: string): Detector => ({
    detectorId,
    kind: 'stopLine',
    laneIds: [lane],
    movementIds: [movement],
    nearMetres: 0,
    farMetres: 0
  })
  const boxDetector: Detector = {
    detectorId: 'box',
    kind: 'box',
    laneIds: [],
    movementIds: ['a1-left'],
    nearMetres: 0,
    farMetres: 0
  }
  const detectors = [stopLine('turn', 'a1-l0', 'a1-left'), stopLine('oncoming', 'a3-l0', 'a3-through'), boxDetector]
  const intersection = { ...crossing, detectors }
  const model = createIntersectionModel(intersection, corridor.drivingSide, parameters)
  const [readings, flows, hidden, box] = [
    createReadings(model),
    createFlows(model),
    createHiddenBox(model),
    createBox(model)
  ]
  for (const [second, { turners, oncoming }] of seconds.entries()) {
    takeReadings(readings, model, {
      ...{ schemaVersion: 1, bootAtMs: 0, seq: second, producedAtMs: second * 1000 },
      ...{ intervalEndAtMs: second * 1000, intervalSeconds: 1 },
      readings: [
        { detectorId: 'turn', vehicles: turners },
        { detectorId: 'oncoming', vehicles: oncoming },
        { detectorId: 'box', vehicles: boxSays ?? null, stoppedVehicles: boxSays ?? null }
      ]
    })
    learnFlows(flows, model, readings, 1, parameters)
    learnHiddenBox(hidden, model, readings, flows, permissiveStage, 1, parameters)
  }
  seeBox(box, model, readings, hidden, parameters)
  return blocksStage(box, model, permissiveStage, sideStage, parameters)
}

describe('a box that no detector sees', () => {
  const busy = [
    { turners: 1, oncoming: 1 },
    { turners: 1, oncoming: 1 }
  ]

  it('holds turners that entered while the oncoming stream gave no gap', () => {
    expect(follow(busy)).toBe(true)
    expect(follow([{ turners: 1, oncoming: 1 }])).toBe(false)
  })

  it('lets them go once nobody comes', () => {
    expect(follow([...busy, ...Array.from({ length: 5 }, () => ({ turners: 0, oncoming: 0 }))])).toBe(false)
  })

  it('is not reckoned where a detector sees it', () => {
    expect(follow(busy, 0)).toBe(false)
  })
})
