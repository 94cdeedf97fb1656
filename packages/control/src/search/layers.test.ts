import { describe, expect, it } from 'vitest'
import { createCrossing } from '../../test/crossing.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters } from '../parameters.ts'
import { classOf, Layer } from './layers.ts'

const { intersections, drivingSide } = createCrossing()
const model = createIntersectionModel(intersections[0]!, drivingSide, defaultParameters)

/** Offers a state whose queues are all `value` vehicles long; says whether it was kept. */
function offer(layer: Layer, stateClass: number, value: number): boolean {
  const target = layer.queueOfNext(stateClass)
  layer.queue.fill(value, target, target + model.laneCount)
  if (value >= layer.limit(stateClass)) return false
  layer.keep(stateClass, value)
  return true
}

const valuesOf = (layer: Layer) => [...layer.order().subarray(0, layer.count)].map(slot => layer.value[slot]!)

describe('Layer', () => {
  it('keeps the best of each class with their queues, in order of value', () => {
    const layer = new Layer(2, model)
    layer.reset()
    expect([5, 3, 4, 9].map(value => offer(layer, classOf(0, 0), value))).toEqual([true, true, true, false])
    expect(offer(layer, classOf(1, 0), 9)).toBe(true)
    expect(valuesOf(layer)).toEqual([3, 4, 9])
    for (const slot of layer.order().subarray(0, layer.count)) {
      const first = slot * model.laneCount
      const expected = Array(model.laneCount).fill(layer.value[slot])
      expect([...layer.queue.subarray(first, first + model.laneCount)]).toEqual(expected)
    }
  })

  it('does not let a state that clears compete with a green one', () => {
    const layer = new Layer(1, model)
    layer.reset()
    expect([offer(layer, classOf(0, 0), 3), offer(layer, classOf(0, 2), 8)]).toEqual([true, true])
    expect(valuesOf(layer)).toEqual([3, 8])
  })
})
