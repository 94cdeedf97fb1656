import type { PlannedIntersection, Planner } from '@selaras/control'
import { createRateLimit } from '@selaras/service'
import { ManualClock, type PhasePlan, type StageInterval } from '@selaras/shared'
import { createMemoryStore } from '@selaras/store'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { createCorridor } from '../../test/corridor.ts'
import { createDecision } from '../../test/decision.ts'
import { recordsAt, signalAt } from '../../test/field.ts'
import { createInlinePlanning } from '../../test/inline-planning.ts'
import { createKeepStagePlanner } from '../../test/keep-stage-planner.ts'
import { metricValue } from '../../test/metric-value.ts'
import { createMetrics } from '../metrics.ts'
import { CorridorDesk } from './corridor-desk.ts'
import { tickCorridor } from './tick-corridor.ts'

const startMs = 1_700_000_000_000
const corridor = createCorridor('demo', ['one', 'two'])
const options = { planBudgetMs: 50, validityMs: 5000, signalMaximumAgeMs: 5000 }

async function prepare(planner: Planner) {
  const store = createMemoryStore()
  await store.putCorridor(corridor)
  const epoch = (await store.acquireLease('demo', 'us', 60_000))!
  const clock = new ManualClock(startMs)
  const registry = new Registry()
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
  const rateLimit = createRateLimit(10_000, () => clock.monotonicNow())
  const dependencies = { store, log, metrics: createMetrics(registry), rateLimit }
  const planning = createInlinePlanning(
    () => ({ ...planner, learnt: () => undefined }),
    clock.monotonicNow.bind(clock),
    { ...options, coverMs: 10_000 }
  )
  const desk = new CorridorDesk({ corridor, epoch, isHeld: () => true }, planning, undefined)
  async function tick(nowMs: number, records = recordsAt(corridor, nowMs)) {
    clock.advanceTo(nowMs)
    await store.record(records)
    const snapshot = await store.readCorridor('demo', desk.cursor)
    desk.absorb(snapshot, nowMs)
    return tickCorridor(desk, snapshot, { nowMs, isOver: () => clock.now() - nowMs >= 1000 }, dependencies, options)
  }
  return { store, clock, registry, lines, tick, dependencies, desk }
}

const good = createKeepStagePlanner(corridor)

/** A planner whose plan for intersection one is changed. */
const mutated = (change: (planned: PlannedIntersection, nowMs: number) => unknown): Planner => ({
  plan: (tick, time) =>
    good
      .plan(tick, time)
      .map(planned =>
        planned.intersectionId === 'one' ? (change(planned, tick.nowMs) as PlannedIntersection) : planned
      )
})
const withInterval = (index: number, change: Partial<StageInterval>) => (planned: PlannedIntersection) => ({
  ...planned,
  intervals: planned.intervals.map((interval, at) => (at === index ? { ...interval, ...change } : interval))
})

describe('tickCorridor', () => {
  it('commits a plan for every intersection, with growing revisions', async () => {
    const { store, tick } = await prepare(good)
    for (let second = 0; second < 3; second++) expect(await tick(startMs + second * 1000)).toBe('committed')
    const { plans } = await store.readCorridor('demo', 0)
    expect(Object.keys(plans)).toEqual(['one', 'two'])
    expect(plans['one']).toMatchObject({ revision: 2, issuedAtMs: startMs + 2000, basedOnAtMs: startMs + 2000 })
  })

  const unsafe: Record<string, (planned: PlannedIntersection, nowMs: number) => unknown> = {
    'unknown stage': withInterval(0, { stage: 9 }),
    'not the running stage': planned => ({ ...planned, intervals: planned.intervals.slice(1) }),
    'running green moved': withInterval(0, { startAtMs: startMs }),
    'first interval past': withInterval(0, { endAtMs: startMs - 1 }),
    'clearance cut': withInterval(1, { startAtMs: startMs + 10_000 }),
    'overlapping stages': withInterval(1, { startAtMs: startMs + 2000 }),
    'green too long': withInterval(1, { endAtMs: startMs + 200_000 }),
    'interval backwards': withInterval(1, { endAtMs: startMs + 12_000 }),
    'horizon too short': withInterval(1, { startAtMs: startMs + 3000, endAtMs: startMs + 4000 }),
    'no time at all': withInterval(0, { endAtMs: Number.NaN }),
    'part of a millisecond': withInterval(0, { endAtMs: startMs + 10_000.5 }),
    'no intervals': planned => ({ ...planned, intervals: [] }),
    'too many intervals': planned => ({ ...planned, intervals: Array(65).fill(planned.intervals[0]) }),
    'an unknown field': planned => ({
      ...planned,
      intervals: planned.intervals.map(interval => ({ ...interval, x: 1 }))
    }),
    'another intersection': planned => ({ ...planned, intersectionId: 'nowhere' })
  }
  for (const [name, change] of Object.entries(unsafe)) {
    it(`never lets through: ${name}`, async () => {
      const { store, tick, registry, lines } = await prepare(mutated(change))
      expect(await tick(startMs)).toBe('committed')
      const { plans } = await store.readCorridor('demo', 0)
      expect(Object.keys(plans)).toEqual(['two'])
      expect(await metricValue(registry, 'plans_rejected_total')).toBe(1)
      expect(lines.filter(line => line.includes('plan rejected'))).toHaveLength(1)
    })
  }

  it('keeps the decisions behind the plans, and leaves out those that are not valid', async () => {
    const decision = { ...createDecision('one', startMs), boundBy: 'minimumGreen' }
    const { store, tick } = await prepare(mutated(planned => ({ ...planned, decision })))
    expect(await tick(startMs)).toBe('committed')
    expect(await store.readDecisions('demo')).toEqual({ one: decision })
    for (const wrong of [{ ...decision, boundBy: 'mood' }, { ...decision, intersectionId: 'two' }, 7]) {
      const { store: other, tick: again } = await prepare(mutated(planned => ({ ...planned, decision: wrong })))
      expect(await again(startMs)).toBe('committed')
      expect(Object.keys((await other.readCorridor('demo', 0)).plans)).toEqual(['one', 'two'])
      expect(await other.readDecisions('demo')).toEqual({})
    }
  })

  it('survives a planner that returns nonsense', async () => {
    for (const nonsense of [undefined, null, [null], [{}], 'plan', [{ intersectionId: 'one', intervals: 7 }]]) {
      const { store, tick } = await prepare({ plan: () => nonsense as unknown as PlannedIntersection[] })
      expect(['planner-failed', 'no-plan']).toContain(await tick(startMs))
      expect((await store.readCorridor('demo', 0)).plans).toEqual({})
    }
  })

  it('logs a rejection that repeats only once in a while', async () => {
    const { tick, registry, lines } = await prepare(mutated(withInterval(0, { stage: 9 })))
    for (let second = 0; second <= 10; second++) await tick(startMs + second * 1000)
    expect(await metricValue(registry, 'plans_rejected_total', { kind: 'unknown-stage' })).toBe(11)
    expect(lines.map(line => JSON.parse(line).suppressed)).toEqual([0, 9])
  })

  it('makes a new planner after one that threw', async () => {
    let calls = 0
    const { tick, registry, store } = await prepare({
      plan(input, time) {
        if (calls++ === 0) throw new Error('no idea')
        return good.plan(input, time)
      }
    })
    expect(await tick(startMs)).toBe('planner-failed')
    expect((await store.readCorridor('demo', 0)).plans).toEqual({})
    expect(await tick(startMs + 1000)).toBe('committed')
    expect(await metricValue(registry, 'plan_duration_seconds')).toBeGreaterThan(0)
  })

  it('tells the planner when its budget is spent', async () => {
    const left: number[] = []
    let advanceTo = (_atMs: number) => {}
    const { tick, clock, registry } = await prepare({
      plan(input, time) {
        for (const atMs of [0, 49, 50]) {
          advanceTo(input.nowMs + atMs)
          left.push(time.limitMs - time.elapsedMs())
        }
        return good.plan(input, time).map(planned => ({ ...planned, stoppedBy: 'deadline' as const }))
      }
    })
    advanceTo = atMs => clock.advanceTo(atMs)
    expect(await tick(startMs)).toBe('committed')
    expect(left).toEqual([50, 1, 0])
    expect(await metricValue(registry, 'deadline_misses_total', { corridor: 'demo' })).toBe(1)
  })

  it('commits nothing when the planner ran into the next second', async () => {
    let overrun = () => {}
    const { tick, clock, store, registry } = await prepare({
      plan(input, time) {
        overrun()
        return good.plan(input, time)
      }
    })
    overrun = () => clock.advanceTo(startMs + 1500)
    expect(await tick(startMs)).toBe('overrun')
    expect((await store.readCorridor('demo', 0)).plans).toEqual({})
    expect(await metricValue(registry, 'deadline_misses_total')).toBe(1)
  })

  it('commits nothing once another owner has a higher epoch', async () => {
    const { store, tick } = await prepare(good)
    expect(await tick(startMs)).toBe('committed')
    await store.releaseLease('demo', 'us')
    await store.acquireLease('demo', 'them', 60_000)
    expect(await tick(startMs + 1000)).toBe('stale-epoch')
    expect((await store.readCorridor('demo', 0)).plans['one']).toMatchObject({ issuedAtMs: startMs })
  })

  it('goes on from the committed revision when the reply of a commit was lost', async () => {
    const { store, tick, desk } = await prepare(good)
    await tick(startMs)
    const snapshot = await store.readCorridor('demo', 0)
    const hidden: PhasePlan[] = Object.values(snapshot.plans).map(plan => ({ ...plan, revision: plan.revision + 1 }))
    const { tick: again } = await prepareOn(store, desk.owned.epoch, hidden)
    expect(await again(startMs + 1000)).toBe('committed')
    expect((await store.readCorridor('demo', 0)).plans['one']).toMatchObject({ revision: 2 })
  })

  it('plans nothing without states, and says why', async () => {
    const { tick, registry, store } = await prepare(good)
    expect(await tick(startMs, [])).toBe('no-state')
    expect(await metricValue(registry, 'plans_withheld_total', { reason: 'no-state' })).toBe(2)
    const site = { corridorId: 'demo', intersectionId: 'one' }
    const message = signalAt(startMs + 1000, 9_000_000_000, 'flash')
    const records = recordsAt(corridor, startMs + 1000)
    await tick(startMs + 1000, [...records, { site, receivedAtMs: startMs, channel: 'signal', message }])
    expect(Object.keys((await store.readCorridor('demo', 0)).plans)).toEqual(['two'])
    expect(await metricValue(registry, 'plans_withheld_total', { reason: 'flash' })).toBe(1)
  })
})

/** An owner whose first read of a tick does not yet show `hidden`, which is committed right after it. */
async function prepareOn(store: ReturnType<typeof createMemoryStore>, epoch: number, hidden: readonly PhasePlan[]) {
  const clock = new ManualClock(startMs)
  const metrics = createMetrics(new Registry())
  const rateLimit = createRateLimit(10_000, () => clock.monotonicNow())
  const dependencies = { store, log: pino({ level: 'silent' }), metrics, rateLimit }
  const planning = createInlinePlanning(() => good, clock.monotonicNow.bind(clock), { ...options, coverMs: 10_000 })
  const desk = new CorridorDesk({ corridor, epoch, isHeld: () => true }, planning, undefined)
  return {
    async tick(nowMs: number) {
      await store.record(recordsAt(corridor, nowMs))
      const snapshot = await store.readCorridor('demo', desk.cursor)
      await store.commitPlans('demo', epoch, hidden)
      desk.absorb(snapshot, nowMs)
      return tickCorridor(desk, snapshot, { nowMs, isOver: () => false }, dependencies, options)
    }
  }
}
