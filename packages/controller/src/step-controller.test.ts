import { describe, expect, it } from 'vitest'
import { at, config, junction, planOf } from '../test/junction.ts'
import { trace, traceLine } from '../test/trace.ts'
import { type ControllerState, createController } from './controller-state.ts'
import { offerPlan } from './offer-plan.ts'
import { shiftController } from './shift-controller.ts'
import { stepController, tickController } from './step-controller.ts'

const green = (stage: number, second = 0) => createController(config, at(second), { startStage: stage })

function take(state: ControllerState, ...offer: Parameters<typeof planOf>): ControllerState {
  const { state: next, ack } = offerPlan(state, planOf(...offer), at(offer[2]))
  expect(ack.result).toBe('accepted')
  return next
}

describe('stepController', () => {
  it('starts all red for the longest clearance and runs its local timing plan by the clock', () => {
    expect(trace(createController(config, at(-20)), 60).lines).toEqual([
      '-20s local 1>1 redClearance r r r r',
      '-11s local 1 green G g r G',
      '21s local 1>2 yellow y g r y',
      '24s local 1>2 yellow r g r y',
      '29s local 1>2 redClearance r g r r',
      '30s local 2 green r G r r',
      '37s local 2>3 yellow r y r r',
      '40s local 2>3 redClearance r r r r',
      '42s local 3 green r r G r',
      '55s local 3>1 yellow r r y r',
      '58s local 3>1 redClearance r r r r',
      '60s local 1 green G g r G'
    ])
  })

  it('executes a plan, starts late where the plan clears longer, and goes on with the local plan when it ends', () => {
    const greens = [
      [1, 0, 8],
      [3, 17, 25],
      [2, 32, 45],
      [1, 50, 60]
    ] as const
    expect(trace(take(green(1), greens, 1, 0, 60), 81).lines).toEqual([
      '0s adaptive 1 green G g r G',
      '8s adaptive 1>3 yellow y y r y',
      '11s adaptive 1>3 yellow r r r y',
      '16s adaptive 1>3 redClearance r r r r',
      '17s adaptive 3 green r r G r',
      '25s adaptive 3>2 yellow r r y r',
      '28s adaptive 3>2 redClearance r r r r',
      '32s adaptive 2 green r G r r',
      '45s adaptive 1 green G g r G',
      '60s local 1 green G g r G',
      '81s local 1>2 yellow y g r y'
    ])
  })

  it('keeps minimum greens and clearances although the plan wants another stage at once', () => {
    const running = trace(green(3), 2).state
    expect(trace(take(running, [[1, 0, 30]], 1, 2), 12).lines).toEqual([
      '2s adaptive 3 green r r G r',
      '6s adaptive 3>1 yellow r r y r',
      '9s adaptive 3>1 redClearance r r r r',
      '11s adaptive 1 green G g r G',
      '12s local 1 green G g r G'
    ])
  })

  it('completes a change that has begun, then follows the newer plan', () => {
    const changing = trace(
      take(
        green(1),
        [
          [1, 0, 7],
          [3, 16, 40]
        ],
        1,
        0
      ),
      8
    ).state
    expect(trace(take(changing, [[2, 0, 40]], 2, 8, 30), 30).lines).toEqual([
      '8s adaptive 1>3 yellow y y r y',
      '10s adaptive 1>3 yellow r r r y',
      '15s adaptive 1>3 redClearance r r r r',
      '16s adaptive 3 green r r G r',
      '22s adaptive 3>2 yellow r r y r',
      '25s adaptive 3>2 redClearance r r r r',
      '27s adaptive 2 green r G r r'
    ])
  })

  it('shows the weaker green while the protection of a phase ends', () => {
    const plan = [
      [2, 0, 5],
      [1, 5, 30]
    ] as const
    expect(trace(take(green(2), plan, 1, 0), 6).lines).toEqual([
      '0s adaptive 2 green r G r r',
      '5s adaptive 1 green G g r G'
    ])
    const turning = {
      ...junction,
      stages: [
        ...junction.stages,
        {
          stage: 4,
          phases: [
            { phase: 2, display: 'permissive' as const },
            { phase: 4, display: 'protected' as const }
          ]
        }
      ]
    }
    const before = createController(
      {
        ...config,
        intersection: {
          ...turning,
          stages: [
            ...turning.stages,
            {
              stage: 5,
              phases: [
                { phase: 1, display: 'protected' as const },
                { phase: 2, display: 'protected' as const }
              ]
            }
          ],
          conflicts: junction.conflicts.slice(1)
        }
      },
      at(0),
      { startStage: 5 }
    )
    const { state, ack } = offerPlan(
      before,
      planOf(
        [
          [5, 0, 8],
          [4, 13, 40]
        ],
        1,
        0,
        30
      ),
      at(0)
    )
    expect(ack.problems).toEqual([])
    expect(trace(state, 13).lines).toEqual([
      '0s adaptive 5 green G G r r',
      '8s adaptive 5>4 yellow y g r r',
      '11s adaptive 5>4 redClearance r g r r',
      '13s adaptive 4 green r g r G'
    ])
  })

  it('leaves a stage at its maximum green although plan after plan extends it', () => {
    let state = green(3)
    const lines: string[] = []
    for (let second = 0; second < 40; second += 5) {
      state = take(
        state,
        [
          [3, second, second + 12],
          [1, second + 17, second + 30]
        ],
        second,
        second
      )
      const part = trace(state, second + 5)
      state = part.state
      lines.push(...part.lines.slice(1))
    }
    expect(lines).toEqual([
      '25s adaptive 3>1 yellow r r y r',
      '28s adaptive 3>1 redClearance r r r r',
      '30s adaptive 1 green G g r G',
      '37s adaptive 1>3 yellow y y r y',
      '40s adaptive 1>3 yellow r r r y'
    ])
    expect(state.nowMs).toBe(at(40))
  })

  it('waits at most 30 s longer than the clearance for a start that a plan postpones', () => {
    const state = take(
      green(3),
      [
        [3, 0, 10],
        [1, 100, 120]
      ],
      1,
      0,
      60
    )
    expect(trace(state, 46).lines).toEqual([
      '0s adaptive 3 green r r G r',
      '10s adaptive 3>1 yellow r r y r',
      '13s adaptive 3>1 redClearance r r r r',
      '45s adaptive 1 green G g r G'
    ])
  })

  it('dwells in its stage until the local plan reaches a green that still fits', () => {
    // Stage 2 of the local plan is over at 37 s; from 31 s on, a change to it would cut its four seconds.
    expect(trace(green(3, 31), 43).lines).toEqual(['31s local 3 green r r G r'])
    expect(trace(green(3, 22), 31).lines).toEqual([
      '22s local 3 green r r G r',
      '28s local 3>2 yellow r r y r',
      '31s local 3>2 redClearance r r r r'
    ])
  })

  it('holds the running stage for the backup time when plans stop', () => {
    const patient = createController({ ...config, backupSeconds: 3 }, at(0), { startStage: 3 })
    const { state } = offerPlan(patient, planOf([[3, 0, 10]], 1, 0, 5), at(0))
    expect(trace(state, 8).lines).toEqual([
      '0s adaptive 3 green r r G r',
      '5s local 3 green r r G r',
      '8s local 3>1 yellow r r y r'
    ])
  })

  it('changes the timing plan when the schedule says so', () => {
    const night = {
      ...junction.timingPlans[0]!,
      timingPlanId: 'night',
      splits: [
        { stage: 3, splitSeconds: 30 },
        { stage: 1, splitSeconds: 30 }
      ]
    }
    // Midnight UTC is 08:00 in Kuala Lumpur.
    const schedule = [
      { weekdays: [1], startMinute: 0, timingPlanId: 'night' },
      { weekdays: [1], startMinute: 8 * 60, timingPlanId: 'day' }
    ]
    const scheduled = {
      ...config,
      intersection: { ...junction, timingPlans: [...junction.timingPlans, night], schedule }
    }
    const start = createController(scheduled, at(-60))
    expect(start.stage).toBe(3)
    expect(trace(start, 21).lines).toEqual([
      '-60s local 3>3 redClearance r r r r',
      '-51s local 3 green r r G r',
      '-35s local 3>1 yellow r r y r',
      '-32s local 3>1 redClearance r r r r',
      '-30s local 1 green G g r G',
      '-9s local 1>3 yellow y y r y',
      '-6s local 1>3 yellow r r r y',
      '-1s local 1>3 redClearance r r r r',
      '0s local 3 green r r G r',
      '6s local 3>1 yellow r r y r',
      '9s local 3>1 redClearance r r r r',
      '11s local 1 green G g r G',
      '21s local 1>2 yellow y g r y'
    ])
  })

  it('changes nothing when time goes back', () => {
    const state = trace(green(1), 10).state
    expect(stepController(state, at(5))).toBe(state)
    expect(tickController(state, at(5))).toBe(state)
  })

  it('flashes, and stays so, when its own displays conflict', () => {
    const broken = {
      ...junction,
      conflicts: [...junction.conflicts, { phases: [1, 4] as [number, number], kind: 'exclusive' as const }]
    }
    const state = stepController(createController({ ...config, intersection: broken }, at(-20)), at(0))
    expect(traceLine(state)).toBe('0s flash 1 green o o o o')
    expect(state.faults).toEqual(['phases 1 (protected) and 4 (protected) conflict'])
    expect(traceLine(stepController(state, at(500)))).toBe('500s flash 1 green o o o o')
    const { state: after, ack } = offerPlan(state, planOf([[1, 0, 30]], 1, 0), at(0))
    expect(after).toBe(state)
    expect(ack).toMatchObject({ result: 'rejected', problems: ['controller flashes after a fault'] })
  })
})

describe('tickController', () => {
  it('counts every interval from when it was really shown, however late it is called', () => {
    let state = take(
      green(1),
      [
        [1, 0, 7],
        [3, 16, 40]
      ],
      1,
      0,
      39
    )
    const lines = [7.4, 10.3, 10.4, 15.9, 16.3, 16.4, 30].map(second => {
      state = tickController(state, at(second))
      return traceLine(state)
    })
    expect(lines).toEqual([
      '7.4s adaptive 1>3 yellow y y r y',
      '10.3s adaptive 1>3 yellow y y r y',
      '10.4s adaptive 1>3 yellow r r r y',
      '15.9s adaptive 1>3 redClearance r r r r',
      '16.3s adaptive 1>3 redClearance r r r r',
      '16.4s adaptive 1>3 redClearance r r r r',
      '30s adaptive 3 green r r G r'
    ])
  })
})

describe('shiftController', () => {
  it('keeps what has run when the wall clock is corrected, and ends a plan that a wrong clock took', () => {
    const state = trace(take(green(3), [[3, 0, 24]], 1, 0, 20), 4).state
    const later = shiftController(state, 3_600_000)
    expect(traceLine(tickController(later, at(3605.9)))).toBe('3605.9s local 3 green r r G r')
    expect(traceLine(tickController(later, at(3606)))).toBe('3606s local 3>1 yellow r r y r')
    expect(later.plan).toMatchObject({ epoch: 1, revision: 1, validUntilMs: at(20) })
    expect(shiftController(state, -7_200_000).plan).toMatchObject({ epoch: 1, revision: 1, validUntilMs: at(4 - 7200) })
    expect(shiftController(state, 30).plan).toBe(state.plan)
  })
})
