import { type PlannedIntersection, unlimitedTime } from '@selaras/control'
import type { PhasePlan } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createCorridor } from '../../test/corridor.ts'
import { greenState } from '../../test/field.ts'
import { createKeepStagePlanner } from '../../test/keep-stage-planner.ts'
import { toPhasePlans } from './to-phase-plans.ts'

const nowMs = 1_000_000
const corridor = createCorridor('demo', ['one', 'two'])
const states = { one: greenState(nowMs), two: greenState(nowMs) }
const good = createKeepStagePlanner(corridor).plan({ nowMs, detections: [], signals: states }, unlimitedTime)
const stamp = {
  corridor,
  epoch: 7,
  nowMs,
  validityMs: 5000,
  states,
  used: new Map([['one', { endAtMs: nowMs - 1000, seconds: 1 }]]),
  current: {}
}
const judgeFirst = (change: (planned: PlannedIntersection) => PlannedIntersection) => {
  const judged = toPhasePlans([change(good[0]!), good[1]!], stamp)
  return { kinds: judged.rejected.map(({ kind }) => kind), kept: judged.plans.map(plan => plan.intersectionId) }
}

describe('toPhasePlans', () => {
  it('stamps good plans', () => {
    const { plans, rejected } = toPhasePlans(good, stamp)
    expect(rejected).toEqual([])
    expect(plans[0]).toEqual({
      schemaVersion: 1,
      corridorId: 'demo',
      intersectionId: 'one',
      configurationVersion: 1,
      epoch: 7,
      revision: 0,
      basedOnAtMs: nowMs - 1000,
      issuedAtMs: nowMs,
      validUntilMs: nowMs + 5000,
      intervals: good[0]!.intervals,
      reason: 'keeps the stage'
    })
  })

  it('lets plans for a slow controller last over one that is lost', () => {
    const validForMs = (minimumUpdateSeconds: number, validityMs = 5000) => {
      const intersections = stamp.corridor.intersections.map(entry => ({
        ...entry,
        minimumUpdateSeconds,
        phases: entry.phases.map(phase => ({ ...phase, maximumGreenSeconds: 120 }))
      }))
      const planned = good.map(plan => ({ ...plan, intervals: [{ ...plan.intervals[0]!, endAtMs: nowMs + 60_000 }] }))
      const corridor = { ...stamp.corridor, intersections }
      const judged = toPhasePlans(planned, { ...stamp, corridor, validityMs })
      expect(judged.rejected).toEqual([])
      return judged.plans[0]!.validUntilMs - nowMs
    }
    expect(validForMs(1)).toBe(5000)
    expect(validForMs(10)).toBe(23_000)
    expect(validForMs(20, 30_000)).toBe(60_000)
  })

  it('counts revisions on within an epoch and begins anew in the next', () => {
    const [plan] = toPhasePlans(good, stamp).plans
    const at = (epoch: number): Record<string, PhasePlan> => ({ one: { ...plan!, epoch, revision: 41 } })
    expect(toPhasePlans(good, { ...stamp, current: at(7) }).plans[0]?.revision).toBe(42)
    expect(toPhasePlans(good, { ...stamp, current: at(6) }).plans[0]?.revision).toBe(0)
  })

  it('keeps the good plans beside a bad one', () => {
    expect(judgeFirst(planned => ({ ...planned, intervals: [] }))).toEqual({ kinds: ['malformed'], kept: ['two'] })
  })

  it('refuses numbers that no comparison catches', () => {
    for (const endAtMs of [Number.NaN, Number.POSITIVE_INFINITY, nowMs + 0.5, -1]) {
      const judged = judgeFirst(planned => ({ ...planned, intervals: [{ ...planned.intervals[0]!, endAtMs }] }))
      expect(judged).toEqual({ kinds: ['malformed'], kept: ['two'] })
    }
  })

  it('refuses a plan for an intersection that is unknown or was not to be planned', () => {
    expect(judgeFirst(planned => ({ ...planned, intersectionId: 'three' })).kinds).toEqual(['not-asked-for'])
    const { plans, rejected } = toPhasePlans(good, { ...stamp, states: { two: states.two } })
    expect(rejected.map(({ kind }) => kind)).toEqual(['not-asked-for'])
    expect(plans.map(({ intersectionId }) => intersectionId)).toEqual(['two'])
  })

  it('takes none of two plans for one intersection', () => {
    expect(judgeFirst(planned => ({ ...planned, intersectionId: 'two' }))).toEqual({
      kinds: ['planned-twice'],
      kept: []
    })
  })

  it('cuts a reason that is too long', () => {
    const { plans } = toPhasePlans([{ ...good[0]!, reason: 'x'.repeat(500) }], stamp)
    expect(plans[0]?.reason).toHaveLength(200)
  })
})
