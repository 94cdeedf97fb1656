import { createScaledClock, monotonicOriginMs } from '@selaras/service'
import type { Corridor, PhasePlan } from '@selaras/shared'
import { createMemoryStore } from '@selaras/store'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createCorridor } from '../../test/corridor.ts'
import { recordsAt } from '../../test/field.ts'
import { startOptimizerWorker } from './start-optimizer-worker.ts'

const baseMs = 1_700_000_000_000
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A worker on a clock ten times as fast, with a field that reports to its store. */
async function start(change: Partial<Corridor> = {}) {
  const store = createMemoryStore()
  const corridor = { ...createCorridor('demo', ['one']), ...change }
  await store.putCorridor(corridor)
  const clock = { baseMs, speed: 10, originMs: monotonicOriginMs() }
  const { now } = createScaledClock(clock)
  const lines: string[] = []
  const worker = startOptimizerWorker({
    store,
    clock,
    logLevel: 'silent',
    log: pino({}, { write: (line: string) => lines.push(line) }),
    optimizer: { instanceName: 'demo' },
    plannerModule: new URL('../../test/failing-planner.ts', import.meta.url).href,
    stallMs: 1000
  })
  closers.push(() => worker.close())
  const timer = setInterval(() => void store.record(recordsAt(corridor, Math.floor(now() / 1000) * 1000)), 20)
  closers.push(async () => clearInterval(timer))
  const findPlan = async (): Promise<PhasePlan | undefined> => (await store.readCorridor('demo', 0)).plans['one']
  return { store, worker, lines, findPlan, logged: (text: string) => lines.filter(line => line.includes(text)).length }
}

const timeout = 15_000

describe('startOptimizerWorker', () => {
  it('plans in its thread by the scaled clock, and gives the lease back when it closes', async () => {
    const { store, worker, findPlan } = await start()
    await expect.poll(async () => (await findPlan())?.revision, { timeout }).toBeGreaterThan(10)
    expect(worker.findFailure()).toBeUndefined()
    expect(await worker.metrics()).toMatch(/selaras_optimizer_plans_committed_total\{corridor="demo"\} \d+/)
    await worker.close()
    expect(await store.acquireLease('demo', 'other', 1000)).toBeDefined()
  })

  it('replaces a thread that hangs', async () => {
    const { logged, findPlan } = await start({ name: `hang ${baseMs + 20_000} ${baseMs + 22_000}` })
    await expect.poll(() => logged('thread hangs'), { timeout }).toBe(1)
    await expect.poll(async () => (await findPlan())?.issuedAtMs, { timeout }).toBeGreaterThan(baseMs + 22_000)
  })

  it('replaces a thread that dies, and reports why', async () => {
    const { logged, findPlan } = await start({ name: `die ${baseMs + 20_000} ${baseMs + 22_000}` })
    await expect.poll(() => logged('planner broke its thread'), { timeout }).toBeGreaterThan(0)
    expect(logged('starting another')).toBeGreaterThan(0)
    await expect.poll(async () => (await findPlan())?.issuedAtMs, { timeout }).toBeGreaterThan(baseMs + 22_000)
  })
})
