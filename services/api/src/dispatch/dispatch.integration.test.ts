import { type PhasePlan, redisKeys } from '@selaras/shared'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCorridor } from '../../../../packages/store/test/fixtures.ts'
import type { ServiceProcess } from '../../../../test/service-process.ts'
import { type ApiBench, createApiBench, readiness } from '../../test/api-bench.ts'
import { planNow } from '../../test/plan.ts'
import { listenToPlans, type PlanListener } from '../../test/plan-listener.ts'

const timeout = 20_000
let bench: ApiBench
let redis: Redis
let tests = 0
let corridorId: string
let epoch: number
let listener: PlanListener

beforeAll(async () => {
  bench = await createApiBench()
  redis = new Redis(bench.redis.url)
  redis.on('error', () => undefined)
})
beforeEach(async () => {
  // The broker keeps the retained plans of the tests before.
  corridorId = `corridor-${++tests}`
  await redis.flushall()
  await bench.store.putCorridor(createCorridor(corridorId))
  epoch = (await bench.store.acquireLease(corridorId, 'test', 600_000))!
  listener = await listenToPlans(bench.broker.url, corridorId)
})
afterEach(async () => {
  await listener.close()
  await bench.endProcesses()
  await bench.restoreServers()
})
afterAll(async () => {
  redis.disconnect()
  await bench.close()
})

const commit = async (plan: PhasePlan) =>
  expect(await bench.store.commitPlans(corridorId, epoch, [plan])).toEqual({ committed: true })
/** Past every check of the store, as a bug or a hand in Redis would. */
const plant = (text: string) => redis.xadd(redisKeys.planStream(corridorId), '*', 'plan', text)
const refusals = ({ lines }: ServiceProcess) =>
  lines.filter(({ msg, site }) => msg === 'plan not published' && site === `${corridorId}/i1`)

describe('dispatch of committed plans', () => {
  it('publishes a plan retained, with QoS 1 and its validity as message expiry', async () => {
    await bench.start()
    const plan = planNow(corridorId, epoch, 1)
    await commit(plan)
    await expect.poll(() => listener.revisions(), { timeout }).toEqual([1])
    const [packet] = listener.packets
    expect(JSON.parse(packet!.payload.toString())).toEqual(plan)
    expect(packet).toMatchObject({ topic: `selaras/${corridorId}/i1/plan`, qos: 1 })
    expect(packet!.properties).toMatchObject({ userProperties: { plan: `${epoch}:1` } })
    expect([4, 5]).toContain(packet!.properties!.messageExpiryInterval)
    const late = await listenToPlans(bench.broker.url, corridorId)
    await expect.poll(() => late.packets, { timeout }).toMatchObject([{ retain: true, qos: 1 }])
    await expect.poll(() => Date.now(), { timeout }).toBeGreaterThan(plan.validUntilMs + 1000)
    const tooLate = await listenToPlans(bench.broker.url, corridorId)
    await commit(planNow(corridorId, epoch, 2))
    await expect.poll(() => tooLate.revisions(), { timeout }).toEqual([2])
    await Promise.all([late.close(), tooLate.close()])
  })

  it('never publishes an unsafe plan, says why, and goes on with the next good one', async () => {
    const child = await bench.start()
    const good = planNow(corridorId, epoch, 1)
    const [first, second] = good.intervals
    await commit({ ...good, intervals: [first!, { ...second!, startAtMs: first!.endAtMs + 1000 }] })
    await commit({ ...good, revision: 2, configurationVersion: 9 })
    await commit({ ...good, revision: 3, intervals: [{ ...first!, stage: 7 }] })
    await commit({ ...good, revision: 4 })
    await expect.poll(() => listener.revisions(), { timeout }).toEqual([4])
    expect(refusals(child)[0]).toMatchObject({
      reason: 'invalid',
      details: ['clearance-too-short: stages 1–2, seconds 1, requiredSeconds 5']
    })
    const metrics = await (await fetch(`${child.url}/metrics`)).text()
    expect(metrics).toContain('selaras_api_plans_refused_total{reason="invalid"} 3')
    expect(metrics).toContain(`selaras_api_plans_published_total{corridor="${corridorId}"} 1`)
  })

  it('never publishes a plan that has run out, is from the future, or is older than the published one', async () => {
    const child = await bench.start()
    const nowMs = Date.now()
    await commit({ ...planNow(corridorId, epoch, 1), issuedAtMs: nowMs - 9000, validUntilMs: nowMs - 1000 })
    await expect
      .poll(() => refusals(child).at(-1)?.['details'], { timeout })
      .toEqual([expect.stringMatching(`^expired: validUntilMs ${nowMs - 1000}, nowMs \\d+$`)])
    await commit(planNow(corridorId, epoch, 5))
    await expect.poll(() => listener.revisions(), { timeout }).toEqual([5])
    await plant(JSON.stringify({ ...planNow(corridorId, epoch - 1, 6) }))
    await expect
      .poll(() => refusals(child).at(-1), { timeout })
      .toMatchObject({
        reason: 'superseded',
        details: [`(epoch, revision): expected at least (${epoch}, 5), received (${epoch - 1}, 6)`]
      })
    await plant(JSON.stringify(planNow(corridorId, epoch, 4)))
    await commit(planNow(corridorId, epoch, 7))
    await expect.poll(() => listener.revisions(), { timeout }).toEqual([5, 7])
  })

  it('names an entry of the store that is no plan, and goes on', async () => {
    const child = await bench.start()
    await plant(JSON.stringify({ ...planNow(corridorId, epoch, 1), intervals: 'green' }))
    await plant('{')
    await commit(planNow(corridorId, epoch, 2))
    await expect.poll(() => listener.revisions(), { timeout }).toEqual([2])
    const complaint = child.lines.find(({ msg }) => msg === 'store holds a bad entry')
    expect(complaint?.['entry']).toContain(redisKeys.planStream(corridorId))
    expect(complaint?.['entry']).toContain('/intervals: expected array, received "green"')
  })

  it('keeps no plan for a broker that is away; publishes the newest valid one when it comes back', async () => {
    const child = await bench.start()
    await bench.broker.kill('SIGKILL')
    await expect.poll(() => readiness(child), { timeout }).toMatchObject({ status: 503 })
    await commit(planNow(corridorId, epoch, 1, 30_000))
    await commit(planNow(corridorId, epoch, 2, 30_000))
    await expect.poll(() => refusals(child).at(-1), { timeout }).toMatchObject({ reason: 'broker-away' })
    await bench.broker.start()
    await expect.poll(() => listener.revisions(), { timeout }).toEqual([2])
  })

  it('does not deliver afterwards what a hanging broker did not take', async () => {
    const child = await bench.start()
    await bench.broker.kill('SIGSTOP')
    const plan = planNow(corridorId, epoch, 1, 1500)
    await commit(plan)
    await expect.poll(() => Date.now(), { timeout }).toBeGreaterThan(plan.validUntilMs)
    await bench.broker.kill('SIGKILL')
    await bench.broker.start()
    await expect.poll(() => readiness(child), { timeout }).toMatchObject({ status: 200 })
    await commit(planNow(corridorId, epoch, 2))
    await expect.poll(() => listener.revisions(), { timeout }).toContain(2)
    expect(listener.revisions()).toEqual([2])
    expect(refusals(child)[0]).toMatchObject({ reason: 'broker-failed' })
  })
})
