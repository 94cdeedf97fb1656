import type { PhasePlan } from '@selaras/shared'
import { createRedisStore, type Store } from '@selaras/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startRedis } from '../../../test/servers/redis.ts'
import type { RunningServer } from '../../../test/servers/running-server.ts'
import { type ServiceProcess, startServiceProcess } from '../../../test/service-process.ts'
import { createCorridor } from '../test/corridor.ts'
import { recordsAt, startField } from '../test/field.ts'

const corridor = createCorridor('demo', ['one', 'two'])
const timeout = 20_000

describe('the optimizer process', () => {
  let redis: RunningServer
  let store: Store
  const closers: (() => unknown)[] = []
  beforeEach(async () => {
    redis = await startRedis()
    store = createRedisStore({ url: redis.url })
    await expect
      .poll(() =>
        store.putCorridor(corridor).then(
          () => true,
          () => false
        )
      )
      .toBe(true)
  })
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
    await store.close()
    await redis.stop()
  })

  function start(env: Record<string, string> = {}): ServiceProcess {
    const child = startServiceProcess('optimizer', { REDIS_URL: redis.url, ...env })
    closers.push(() => child.kill('SIGKILL'))
    return child
  }
  const field = () => {
    const running = startField(store, corridor)
    closers.push(() => running.stop())
  }
  const findPlan = async (): Promise<PhasePlan | undefined> =>
    (await store.readCorridor('demo', 0).catch(() => undefined))?.plans['one']
  const readiness = async (child: ServiceProcess) => {
    const response = await fetch(`${child.findUrl()}/readyz`)
    return { ...((await response.json()) as { reason?: string }), code: response.status }
  }

  it('commits a plan each second, serves health and metrics, and stops cleanly', async () => {
    field()
    const child = start()
    await expect.poll(findPlan, { timeout }).toBeDefined()
    const first = (await findPlan())!
    await expect.poll(async () => (await findPlan())!.revision, { timeout }).toBe(first.revision + 4)
    const later = (await findPlan())!
    expect(later.issuedAtMs - first.issuedAtMs).toBe(4000)
    expect(later.validUntilMs - later.issuedAtMs).toBe(5000)
    expect((await fetch(`${child.findUrl()}/healthz`)).status).toBe(200)
    expect(await readiness(child)).toMatchObject({ code: 200 })
    const metrics = await (await fetch(`${child.findUrl()}/metrics`)).text()
    expect(metrics).toContain('selaras_optimizer_owned_corridors 1')
    expect(metrics).toMatch(/selaras_optimizer_ticks_total\{outcome="committed"\} \d+/)
    const stoppingAtMs = performance.now()
    child.kill('SIGTERM')
    expect(await child.exited).toBe(0)
    expect(performance.now() - stoppingAtMs).toBeLessThan(5000)
    expect(await store.acquireLease('demo', 'other', 1000)).toBeDefined()
  })

  it('is replaced by a second instance within five seconds of a SIGKILL, with a higher epoch', async () => {
    field()
    const first = start()
    await expect.poll(findPlan, { timeout }).toBeDefined()
    const second = start()
    await expect.poll(() => second.findUrl(), { timeout }).toBeDefined()
    const before = (await findPlan())!
    const killedAtMs = performance.now()
    first.kill('SIGKILL')
    await expect.poll(async () => (await findPlan())!.epoch, { timeout, interval: 20 }).toBeGreaterThan(before.epoch)
    expect(performance.now() - killedAtMs).toBeLessThan(5000)
  })

  it('deposes an owner that was stopped beyond its lease: it commits nothing when it wakes', async () => {
    field()
    const first = start()
    await expect.poll(findPlan, { timeout }).toBeDefined()
    const before = (await findPlan())!
    const second = start()
    await expect.poll(() => second.findUrl(), { timeout }).toBeDefined()
    first.kill('SIGSTOP')
    await expect.poll(async () => (await findPlan())!.epoch, { timeout }).toBeGreaterThan(before.epoch)
    const { epoch, revision } = (await findPlan())!
    first.kill('SIGCONT')
    await expect.poll(async () => (await findPlan())!.revision, { timeout }).toBeGreaterThan(revision + 2)
    expect((await findPlan())!.epoch).toBe(epoch)
    await expect.poll(() => first.lines.some(({ msg }) => msg === 'corridor lost'), { timeout }).toBe(true)
  })

  it('waits for Redis that is absent at start, says so, and goes on through an outage', async () => {
    await redis.kill('SIGKILL')
    const child = start()
    await expect.poll(() => child.findUrl(), { timeout }).toBeDefined()
    await expect.poll(async () => (await readiness(child)).code, { timeout }).toBe(503)
    expect((await readiness(child)).reason).toContain('store')
    await redis.start()
    await expect
      .poll(
        () =>
          store.putCorridor(corridor).then(
            () => true,
            () => false
          ),
        { timeout }
      )
      .toBe(true)
    field()
    await expect.poll(findPlan, { timeout }).toBeDefined()
    await expect.poll(async () => (await readiness(child)).code, { timeout }).toBe(200)
    await redis.kill('SIGKILL')
    await expect.poll(async () => (await readiness(child)).code, { timeout }).toBe(503)
    await redis.start()
    const returnedAtMs = Date.now()
    await expect.poll(async () => (await findPlan())?.issuedAtMs, { timeout }).toBeGreaterThan(returnedAtMs)
    await expect.poll(async () => (await readiness(child)).code, { timeout }).toBe(200)
  })

  it('follows event time in lockstep, much faster than real time', async () => {
    start({ CLOCK: 'event' })
    const beganAtMs = performance.now()
    for (let second = 1; second <= 100; second++) {
      const nowMs = 1_600_000_000_000 + second * 1000
      await store.record(recordsAt(corridor, nowMs))
      await expect.poll(async () => (await findPlan())?.issuedAtMs, { timeout, interval: 2 }).toBe(nowMs)
    }
    expect(performance.now() - beganAtMs).toBeLessThan(30_000)
  })

  it('lists everything that is wrong with its configuration', async () => {
    const child = start({ PLAN_BUDGET_MS: 'soon', CLOCK: 'sundial' })
    expect(await child.exited).toBe(2)
    expect(child.errors()).toContain('PLAN_BUDGET_MS: expected')
    expect(child.errors()).toContain('CLOCK: expected')
    expect(child.errors()).toContain('received "sundial"')
  })

  it('names a port that is in use', async () => {
    const child = start({ HTTP_PORT: `${redis.port}` })
    expect(await child.exited).toBe(1)
    expect(child.errors()).toContain(`${redis.port}: the port is in use`)
  })
})
