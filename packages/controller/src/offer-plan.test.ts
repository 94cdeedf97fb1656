import { describe, expect, it } from 'vitest'
import { at, config, planOf } from '../test/junction.ts'
import { createController } from './controller-state.ts'
import { offerPlan } from './offer-plan.ts'
import { toSignal, toSignalState } from './signal-state.ts'
import { stepController } from './step-controller.ts'

const running = createController(config, at(0), { startStage: 1 })

describe('offerPlan', () => {
  it('accepts a good plan and reports it while it runs', () => {
    const { state, ack } = offerPlan(running, planOf([[1, 0, 30]], 7, 0), at(0))
    expect(ack).toEqual({
      schemaVersion: 1,
      producedAtMs: at(0),
      epoch: 1,
      revision: 7,
      result: 'accepted',
      problems: []
    })
    expect(toSignal(stepController(state, at(5)), at(0), 3)).toMatchObject({
      seq: 3,
      mode: 'adaptive',
      planEpoch: 1,
      planRevision: 7,
      faults: []
    })
    expect(toSignal(stepController(state, at(10)), at(0), 4)).toMatchObject({
      mode: 'local',
      planEpoch: null,
      planRevision: null
    })
  })

  it('rejects an unsafe plan, says why, and changes nothing', () => {
    const unsafe = planOf(
      [
        [1, 0, 5],
        [3, 8, 12],
        [2, 20, 40]
      ],
      1,
      0
    )
    const { state, ack } = offerPlan(running, unsafe, at(0))
    expect(state).toBe(running)
    expect(ack.result).toBe('rejected')
    expect(ack.problems).toEqual([
      'clearance-too-short: stages 1–3, seconds 3, requiredSeconds 9',
      'green-too-short: phase 1, greenSeconds 5, minimumGreenSeconds 7',
      'green-too-short: phase 3, greenSeconds 4, minimumGreenSeconds 6',
      'green-too-short: phase 4, greenSeconds 5, minimumGreenSeconds 6'
    ])
  })

  it('rejects a plan for another intersection, another configuration or another time', () => {
    const good = planOf([[1, 0, 30]], 1, 0)
    const problemsOf = (change: object, second = 0) =>
      offerPlan(running, { ...good, ...change }, at(second)).ack.problems
    expect(problemsOf({ intersectionId: 'other' })).toEqual(['wrong-intersection: expected junction, received other'])
    expect(problemsOf({ configurationVersion: 2 })).toEqual(['wrong-configuration: expected 3, received 2'])
    expect(problemsOf({}, 10)).toEqual([`expired: validUntilMs ${at(10)}, nowMs ${at(10)}`])
    expect(problemsOf({}, -11)).toEqual([`from-the-future: issuedAtMs ${at(0)}, nowMs ${at(-11)}`])
  })

  it('supersedes what is not newer by epoch and revision, also after the newest has run out', () => {
    const { state } = offerPlan(running, planOf([[1, 0, 60]], 5, 0, 4), at(0))
    const later = stepController(state, at(8))
    const offer = (epoch: number, revision: number) =>
      offerPlan(later, { ...planOf([[1, 0, 60]], revision, 8), epoch }, at(8))
    expect(offer(1, 5).ack.result).toBe('superseded')
    expect(offer(1, 4).ack.result).toBe('superseded')
    expect(offer(0, 9).ack.result).toBe('superseded')
    expect(offer(0, 9).state).toBe(later)
    expect(offer(1, 6).ack.result).toBe('accepted')
    expect(offer(2, 0).ack.result).toBe('accepted')
  })

  it('lets the plan before it decide until it comes', () => {
    const { state } = offerPlan(
      running,
      planOf(
        [
          [1, 0, 10],
          [3, 19, 40]
        ],
        1,
        0,
        30
      ),
      at(0)
    )
    const extended = offerPlan(state, planOf([[1, 0, 40]], 2, 12), at(12)).state
    expect(toSignalState(extended)).toMatchObject({ stage: 1, nextStage: 3, interval: 'yellow', sinceAtMs: at(10) })
    const inTime = offerPlan(state, planOf([[1, 0, 40]], 2, 10), at(10)).state
    expect(toSignalState(stepController(inTime, at(12)))).toMatchObject({ stage: 1, nextStage: null })
  })
})
