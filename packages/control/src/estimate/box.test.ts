import { describe, expect, it } from 'vitest'
import { createTurningCrossing } from '../../test/turning-crossing.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { blocksStage, createBox, noteLingering } from './box.ts'

const corridor = createTurningCrossing()
const model = createIntersectionModel(corridor.intersections[0]!, corridor.drivingSide, parameters)
const [throughs, sideStreet] = [0, 1]
const through = model.movements.findIndex(({ movementId }) => movementId === 'a1-through')
const left = model.movements.findIndex(({ movementId }) => movementId === 'a1-left')

/** Plays a clearance from the throughs to the side street; the box second by second as [movement, vehicles, slow]. */
function blocked(...seconds: readonly (readonly [number, number, number])[]): boolean {
  const box = createBox(model)
  for (const [movement, vehicles, slow] of seconds) {
    box.vehicles[movement] = vehicles
    box.slow[movement] = slow
    noteLingering(box)
  }
  return blocksStage(box, model, throughs, sideStreet, parameters)
}

describe('blocksStage', () => {
  it('waits for a through vehicle that stands in the box', () => {
    expect(blocked([through, 1, 1])).toBe(true)
  })

  it('waits until it is out, though it moves again', () => {
    expect(blocked([through, 1, 1], [through, 1, 0])).toBe(true)
    expect(blocked([through, 1, 1], [through, 1, 0], [through, 0, 0])).toBe(false)
  })

  it('does not wait for one that never stopped', () => {
    expect(blocked([through, 1, 0])).toBe(false)
  })

  it('lets one turner leave while the next queue starts, but not two', () => {
    expect(blocked([left, 1, 1])).toBe(false)
    expect(blocked([left, 2, 2])).toBe(true)
  })
})
