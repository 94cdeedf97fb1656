import { createScaledClock, monotonicOriginMs } from '@selaras/service'
import type { Corridor, PhasePlan } from '@selaras/shared'
import { createMemoryStore } from '@selaras/store'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterEach, describe, expect, it } from 'vitest'
import { createCorridor } from '../../test/corridor.ts'
import { recordsAt } from '../../test/field.ts'
import { metricValue } from '../../test/metric-value.ts'
import { createOptimizer } from '../app.ts'
import { createWorkerPlanning, type WorkerPlanningOptions } from './worker-planning.ts'

const baseMs = 1_700_000_000_000
const failing = new URL('../../test/failing-plan-thread.ts', import.meta.url)
const timeout = 30_000
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** An optimizer on a clock ten times as fast, with planning threads of its own and a field that reports to its store. */
async function start(
  names: Readonly<Record<string, string>>,
  options: Partial<WorkerPlanningOptions> = {},
  store = createMemoryStore(),
  fromMs = baseMs
) {
  const corridors: Corridor[] = []
  for (const [corridorId, name] of Object.entries(names)) {
    corridors.push({ ...createCorridor(corridorId, ['one']), name })
    await store.putCorridor(corridors.at(-1)!)
  }
  const clock = createScaledClock({ baseMs: fromMs, speed: 10, originMs: monotonicOriginMs() })
  const registry = new Registry()
  const lines: string[] = []
  const optimizer = createOptimizer(
    {
      store,
      clock,
      createPlanning: given => createWorkerPlanning(given, { threads: 1, marginMs: 100, entry: failing, ...options }),
      log: pino({}, { write: (line: string) => lines.push(line) }),
      registry
    },
    { instanceName: 'demo', speed: 10 }
  )
  optimizer.start()
  closers.push(() => optimizer.close())
  const timer = setInterval(() => {
    const secondMs = Math.floor(clock.now() / 1000) * 1000
    for (const corridor of corridors) void store.record(recordsAt(corridor, secondMs))
  }, 20)
  closers.push(async () => clearInterval(timer))
  const findPlan = async (corridorId: string): Promise<PhasePlan | undefined> =>
    (await store.readCorridor(corridorId, 0)).plans['one']
  const issuedBy = (corridorId: string) => async () => (await findPlan(corridorId))?.issuedAtMs
  const value = (name: string, labels = {}) => metricValue(registry, name, labels)
  return { store, optimizer, lines, findPlan, issuedBy, value }
}

describe('createWorkerPlanning', () => {
  it('plans in its thread, and is gone when the optimizer is closed', async () => {
    const { store, optimizer, findPlan, value } = await start({ demo: 'well' })
    await expect.poll(async () => (await findPlan('demo'))?.revision, { timeout }).toBeGreaterThan(10)
    expect(await value('plan_threads_lost_total')).toBe(0)
    await optimizer.close()
    expect(await store.acquireLease('demo', 'other', 1000)).toBeDefined()
  })

  it('ends a thread that hangs and plans in another; what was committed stands meanwhile', async () => {
    const { findPlan, issuedBy, value, lines } = await start({ demo: `hang ${baseMs + 30_000} ${baseMs + 60_000}` })
    await expect.poll(() => value('plan_threads_lost_total', { reason: 'deadline' }), { timeout }).toBeGreaterThan(0)
    const standing = (await findPlan('demo'))!
    expect(standing.issuedAtMs).toBeLessThan(baseMs + 30_000)
    await expect.poll(issuedBy('demo'), { timeout }).toBeGreaterThanOrEqual(baseMs + 60_000)
    expect((await findPlan('demo'))!.epoch).toBe(standing.epoch)
    expect(await value('ticks_total', { outcome: 'planner-hung' })).toBeGreaterThan(0)
    expect(await value('deadline_misses_total', { corridor: 'demo' })).toBeGreaterThan(0)
    expect(lines.some(line => line.includes('did not answer within 150 ms'))).toBe(true)
  })

  it('goes on with the other corridors of the thread while the planner of one hangs for ever', async () => {
    const { issuedBy, findPlan, value } = await start({ bad: `hang ${baseMs + 30_000} Infinity`, good: 'well' })
    await expect.poll(() => value('ticks_total', { outcome: 'planner-hung' }), { timeout }).toBeGreaterThan(2)
    const { issuedAtMs } = (await findPlan('good'))!
    await expect.poll(issuedBy('good'), { timeout }).toBeGreaterThan(issuedAtMs + 10_000)
    expect((await findPlan('bad'))!.issuedAtMs).toBeLessThan(baseMs + 30_000)
    // The one that hangs was given another thread.
    expect(await value('plan_threads')).toBe(2)
  })

  it('goes on with the other corridors while the planner of one hangs as it is made', async () => {
    const { issuedBy, findPlan, value } = await start({ bad: 'hang-made', good: 'well' })
    await expect.poll(async () => (await findPlan('good'))?.revision, { timeout }).toBeGreaterThan(3)
    await expect.poll(() => value('plan_threads_lost_total', { reason: 'deadline' }), { timeout }).toBeGreaterThan(1)
    const { issuedAtMs, reason } = (await findPlan('good'))!
    await expect.poll(issuedBy('good'), { timeout }).toBeGreaterThan(issuedAtMs + 10_000)
    // The thread lost last was not the good one's.
    expect((await findPlan('good'))!.reason).toBe(reason)
    expect(await value('ticks_total', { outcome: 'planner-hung' })).toBeGreaterThan(0)
    expect(await value('plan_threads')).toBe(2)
  })

  it('isolates a planner that hangs when asked what it has learnt', async () => {
    const { findPlan, value } = await start({ bad: 'hang-learnt', good: 'well' })
    const losses = () => value('plan_threads_lost_total', { reason: 'deadline' })
    await expect.poll(losses, { timeout }).toBe(1)
    const revision = (await findPlan('good'))!.revision
    await expect.poll(async () => (await findPlan('good'))!.revision, { timeout }).toBeGreaterThan(revision + 3)
    const { reason } = (await findPlan('good'))!
    await expect.poll(losses, { timeout }).toBeGreaterThan(1)
    expect((await findPlan('good'))!.reason).toBe(reason)
    expect(await value('plan_threads')).toBe(2)
    expect(await value('store_failures_total')).toBe(0)
  })

  it('gives planners that hang one thread together, and a try ever more rarely', async () => {
    const names = Object.fromEntries([1, 2, 3, 4].map(number => [`bad-${number}`, `hang ${baseMs} Infinity`]))
    const { findPlan, value } = await start({ ...names, good: 'well' })
    await expect.poll(() => value('ticks_total', { outcome: 'planner-hung' }), { timeout }).toBeGreaterThan(150)
    expect(await value('plan_threads')).toBe(2)
    expect(await value('plan_threads_lost_total')).toBeLessThan(50)
    expect((await findPlan('good'))!.revision).toBeGreaterThan(3)
  })

  it('takes a planner back that has not hung for long', async () => {
    const { findPlan, value } = await start(
      { bad: `hang ${baseMs + 30_000} ${baseMs + 31_000}`, good: 'well' },
      { balanceMs: 2000 }
    )
    await expect.poll(() => value('plan_threads'), { timeout }).toBe(2)
    await expect.poll(() => value('plan_threads'), { timeout }).toBe(1)
    const { revision } = (await findPlan('bad'))!
    await expect.poll(async () => (await findPlan('bad'))!.revision, { timeout }).toBeGreaterThan(revision + 3)
  })

  it('lets no request wait for ever for a thread that never gets ready', async () => {
    const { value } = await start({ demo: 'well' }, { entry: new URL('data:text/javascript,for(;;);') })
    await expect.poll(() => value('ticks_total', { outcome: 'planner-failed' }), { timeout }).toBeGreaterThan(1)
  })

  it('replaces a thread that dies, and says so', async () => {
    const { issuedBy, findPlan, value, lines } = await start({ demo: `die ${baseMs + 30_000} ${baseMs + 60_000}` })
    await expect.poll(() => value('plan_threads_lost_total', { reason: 'crash' }), { timeout }).toBeGreaterThan(0)
    await expect.poll(issuedBy('demo'), { timeout }).toBeGreaterThanOrEqual(baseMs + 60_000)
    expect(await value('ticks_total', { outcome: 'planner-failed' })).toBeGreaterThan(0)
    expect(lines.some(line => line.includes('planning thread lost'))).toBe(true)
    expect((await findPlan('demo'))!.reason).toMatch(/planner 1$/)
  })

  it('starts the next planner from what the last one had learnt, across threads and processes', async () => {
    const first = await start({ demo: `hang ${baseMs + 90_000} ${baseMs + 92_000}` })
    await expect.poll(async () => (await first.findPlan('demo'))?.reason, { timeout }).toMatch(/^knew (?!0,)/)
    expect(await first.value('learnt_saved_total')).toBeGreaterThan(0)
    const atLoss = (await first.store.findLearnt('demo'))!.intersections[0]!.observedSeconds
    expect(atLoss).toBeGreaterThan(0)
    await first.optimizer.close()
    const saved = (await first.store.findLearnt('demo'))!.intersections[0]!.observedSeconds
    expect(saved).toBeGreaterThanOrEqual(atLoss)
    const second = await start({ demo: 'well' }, {}, first.store, baseMs + 3_600_000)
    await expect.poll(async () => (await second.findPlan('demo'))?.reason, { timeout }).toBe(`knew ${saved}, planner 1`)
  })

  it('divides corridors anew by the time they take, and moves what they have learnt', async () => {
    const corridors = { a: 'slow 20', b: 'well', c: 'slow 20' }
    const { findPlan, value } = await start(corridors, { threads: 2, balanceMs: 2000 })
    const known = async () => Promise.all(['a', 'b', 'c'].map(async id => (await findPlan(id))?.reason ?? 'knew 0,'))
    await expect.poll(async () => (await known()).some(reason => !reason.startsWith('knew 0,')), { timeout }).toBe(true)
    expect(await value('corridors_moved_total')).toBeGreaterThan(0)
    expect(await value('plan_threads_lost_total')).toBe(0)
  })

  it('divides corridors among its threads', async () => {
    const { findPlan, value } = await start({ a: 'well', b: 'well', c: 'well' }, { threads: 2 })
    for (const id of ['a', 'b', 'c']) {
      await expect.poll(async () => (await findPlan(id))?.revision, { timeout }).toBeGreaterThan(3)
    }
    expect(await value('plan_threads')).toBe(2)
  })

  it('plans with the planner of the product', async () => {
    const entry = new URL('./plan-thread.ts', import.meta.url)
    const { findPlan } = await start({ demo: 'well' }, { entry })
    await expect.poll(async () => (await findPlan('demo'))?.revision, { timeout }).toBeGreaterThan(3)
    expect((await findPlan('demo'))!.reason).not.toContain('knew')
  })
})
