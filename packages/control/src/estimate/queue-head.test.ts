import { describe, expect, it } from 'vitest'
import { createTurningCrossing } from '../../test/turning-crossing.ts'
import { createIntersectionModel } from '../model/intersection-model.ts'
import { defaultParameters as parameters } from '../parameters.ts'
import { createFlows } from './flows.ts'
import { createQueueHead, learnQueueHead } from './queue-head.ts'

const corridor = createTurningCrossing()
const model = createIntersectionModel(corridor.intersections[0]!, corridor.drivingSide, parameters)
const [through, left] = [0, 1]

describe('learnQueueHead', () => {
  function watch(seconds: number, crossings = 0) {
    const flows = createFlows(model)
    flows.shares[0]!.set([0.7, 0.3])
    flows.crossings[0] = crossings
    const head = createQueueHead(model)
    head.belief[0]!.set([0.7, 0.3])
    for (let second = 0; second < seconds; second++) {
      const standing = Uint8Array.from([1, 0, 0])
      learnQueueHead(
        head,
        model,
        flows,
        { stage: 0, greenSeconds: 4 + second, intervalSeconds: 1, standing },
        parameters
      )
    }
    return head.belief[0]!
  }

  it('takes a vehicle that stands at a green line for one that waits for a gap', () => {
    expect(watch(1)[left]).toBeGreaterThan(0.3)
    expect(watch(8)[left]).toBeGreaterThan(0.95)
    expect(watch(8)[through]! + watch(8)[left]!).toBeCloseTo(1)
  })

  it('knows nothing of the next vehicle but the shares', () => {
    expect([...watch(3, 1)]).toEqual([0.7, 0.3])
  })
})
