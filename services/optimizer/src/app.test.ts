import type { CorridorPlanner } from '@selaras/control'
import { createScaledClock } from '@selaras/service'
import type { Corridor, PhasePlan } from '@selaras/shared'
import { createMemoryStore, type Store } from '@selaras/store'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterEach, describe, expect, it } from 'vitest'
import { createCorridor } from '../test/corridor.ts'
import { recordsAt } from '../test/field.ts'
import { createInlinePlanning } from '../test/inline-planning.ts'
import { createKeepStagePlanner } from '../test/keep-stage-planner.ts'
import { learntAfter } from '../test/learnt.ts'
import { metricValue } from '../test/metric-value.ts'
import { createOptimizer, type OptimizerOptions } from './app.ts'
import type { PlannerFactory } from './planning/plan-session.ts'
import type { PlanningFactory } from './planning/planning.ts'

const speed = 20
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** An optimizer on a clock that runs twenty times as fast, and a field that reports by the same clock. */
function start(
  store: Store,
  name: string,
  options: Partial<OptimizerOptions> = {},
  planner: PlannerFactory = createKeepStagePlanner
) {
  const clock = createScaledClock({ baseMs: 1_700_000_000_000, speed, originMs: 0 })
  const registry = new Registry()
  const createPlanning: PlanningFactory = given => createInlinePlanning(planner, clock.monotonicNow, given)
  const dependencies = { store, clock, createPlanning, log: pino({ level: 'silent' }), registry }
  const optimizer = createOptimizer(dependencies, {
    instanceName: name,
    speed,
    leaseTtlMs: 300,
    refreshMs: 100,
    ...options
  })
  optimizer.start()
  closers.push(() => optimizer.close())
  return { optimizer, registry, clock }
}

function report(store: Store, corridor: Corridor, now: () => number): void {
  const timer = setInterval(() => void store.record(recordsAt(corridor, Math.floor(now() / 1000) * 1000)), 10)
  closers.push(async () => clearInterval(timer))
}

async function planOf(store: Store, corridorId: string): Promise<PhasePlan | undefined> {
  return (await store.readCorridor(corridorId, 0)).plans['one']
}

describe('createOptimizer', () => {
  it('plans every second, and stops when it is closed', async () => {
    const store = createMemoryStore()
    const corridor = createCorridor('demo', ['one'])
    await store.putCorridor(corridor)
    const { optimizer, clock, registry } = start(store, 'a')
    report(store, corridor, clock.now)
    await expect.poll(async () => (await planOf(store, 'demo'))?.revision, { timeout: 5000 }).toBeGreaterThan(5)
    expect(optimizer.findFailure()).toBeUndefined()
    await optimizer.close()
    const { revision, issuedAtMs } = (await planOf(store, 'demo'))!
    expect(issuedAtMs % 1000).toBe(0)
    expect(await metricValue(registry, 'plans_committed_total', { corridor: 'demo' })).toBe(revision + 1)
    expect(await store.acquireLease('demo', 'b', 1000)).toBeDefined()
  })

  it('goes on with one corridor while the planner of another throws', async () => {
    const store = createMemoryStore()
    for (const corridorId of ['bad', 'good']) await store.putCorridor(createCorridor(corridorId, ['one']))
    const broken: CorridorPlanner = {
      learnt: () => undefined,
      plan() {
        throw new Error('no idea')
      }
    }
    const { clock, registry } = start(store, 'a', {}, corridor =>
      corridor.corridorId === 'bad' ? broken : createKeepStagePlanner(corridor)
    )
    for (const corridorId of ['bad', 'good']) report(store, createCorridor(corridorId, ['one']), clock.now)
    await expect.poll(async () => (await planOf(store, 'good'))?.revision, { timeout: 5000 }).toBeGreaterThan(3)
    expect(await planOf(store, 'bad')).toBeUndefined()
    expect(await metricValue(registry, 'ticks_total', { outcome: 'planner-failed' })).toBeGreaterThan(0)
  })

  it('lets exactly one of two plan, and the other take over with a higher epoch', async () => {
    const store = createMemoryStore()
    const corridor = createCorridor('demo', ['one'])
    await store.putCorridor(corridor)
    const first = start(store, 'a')
    report(store, corridor, first.clock.now)
    await expect.poll(() => metricValue(first.registry, 'owned_corridors'), { timeout: 5000 }).toBe(1)
    const second = start(store, 'b')
    await expect.poll(async () => (await planOf(store, 'demo'))?.revision, { timeout: 5000 }).toBeGreaterThan(8)
    expect(await metricValue(second.registry, 'owned_corridors')).toBe(0)
    expect(await metricValue(second.registry, 'plans_committed_total')).toBe(0)
    const before = (await planOf(store, 'demo'))!
    await first.optimizer.close()
    await expect.poll(async () => (await planOf(store, 'demo'))?.epoch, { timeout: 5000 }).toBeGreaterThan(before.epoch)
  })

  it('reports a store that is away, and goes on when it is back', async () => {
    const memory = createMemoryStore()
    const corridor = createCorridor('demo', ['one'])
    await memory.putCorridor(corridor)
    let away = true
    const store: Store = {
      ...memory,
      async listCorridorIds() {
        if (away) throw new Error('connection refused')
        return memory.listCorridorIds()
      },
      async readCorridor(corridorId, cursor) {
        if (away) throw new Error('connection refused')
        return memory.readCorridor(corridorId, cursor)
      }
    }
    const { optimizer, clock, registry } = start(store, 'a')
    report(memory, corridor, clock.now)
    await expect.poll(() => optimizer.findFailure()).toBe('store: connection refused')
    away = false
    await expect.poll(async () => (await planOf(memory, 'demo'))?.revision, { timeout: 5000 }).toBeGreaterThan(1)
    expect(optimizer.findFailure()).toBeUndefined()
    away = true
    const failed = () => metricValue(registry, 'ticks_total', { outcome: 'store-failed' })
    await expect.poll(failed, { timeout: 5000 }).toBeGreaterThan(0)
    const { revision } = (await planOf(memory, 'demo'))!
    away = false
    await expect.poll(async () => (await planOf(memory, 'demo'))?.revision, { timeout: 5000 }).toBeGreaterThan(revision)
  })

  it('takes a new configuration without a break', async () => {
    const store = createMemoryStore()
    const corridor = createCorridor('demo', ['one'])
    await store.putCorridor(corridor)
    const { clock } = start(store, 'a')
    report(store, corridor, clock.now)
    await expect.poll(async () => (await planOf(store, 'demo'))?.configurationVersion, { timeout: 5000 }).toBe(1)
    const { epoch } = (await planOf(store, 'demo'))!
    await store.putCorridor({ ...corridor, configurationVersion: 2 })
    await expect.poll(async () => (await planOf(store, 'demo'))?.configurationVersion, { timeout: 5000 }).toBe(2)
    expect((await planOf(store, 'demo'))!.epoch).toBe(epoch)
  })

  it('saves what was learnt when it is closed, and starts from it', async () => {
    for (const ticks of ['system', 'event'] as const) {
      const store = createMemoryStore()
      const corridor = createCorridor('demo', ['one'])
      await store.putCorridor(corridor)
      const learner =
        (seconds: number): PlannerFactory =>
        () => ({ ...createKeepStagePlanner(corridor), learnt: () => learntAfter(corridor, seconds) })
      const { optimizer, clock } = start(store, 'a', { ticks }, learner(7))
      report(store, corridor, clock.now)
      await expect.poll(() => planOf(store, 'demo'), { timeout: 5000 }).toBeDefined()
      await optimizer.close()
      expect(await store.findLearnt('demo')).toEqual(learntAfter(corridor, 7))
      const given: unknown[] = []
      start(store, 'b', { ticks }, (_, { learnt }) => {
        given.push(learnt)
        return createKeepStagePlanner(corridor)
      })
      await expect.poll(() => given, { timeout: 5000 }).toEqual([learntAfter(corridor, 7)])
    }
  })

  it('follows event time in lockstep, much faster than real time', async () => {
    const store = createMemoryStore()
    const corridor = createCorridor('demo', ['one', 'two'])
    await store.putCorridor(corridor)
    start(store, 'a', { ticks: 'event' })
    const beganAtMs = performance.now()
    for (let second = 1; second <= 100; second++) {
      const nowMs = 1_600_000_000_000 + second * 1000
      await store.record(recordsAt(corridor, nowMs))
      const issued = async () => (await planOf(store, 'demo'))?.issuedAtMs
      await expect.poll(issued, { timeout: 5000, interval: 1 }).toBe(nowMs)
    }
    expect(performance.now() - beganAtMs).toBeLessThan(20_000)
    const { plans } = await store.readCorridor('demo', 0)
    expect([plans['one']?.revision, plans['two']?.revision]).toEqual([99, 99])
  })
})
