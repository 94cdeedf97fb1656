import { redisKeys } from '@selaras/shared'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findFreePort } from '../../../test/servers/free-port.ts'
import { startRedis } from '../../../test/servers/redis.ts'
import type { RunningServer } from '../../../test/servers/running-server.ts'
import { createCorridor, createPlan, detectionsRecord } from '../test/fixtures.ts'
import { type CorruptEntry, formatCorruptEntry } from './redis/corrupt-entry.ts'
import { createRedisStore } from './redis/redis-store.ts'
import type { Store } from './store.ts'
import { describeStore } from './store-contract.ts'

let redis: RunningServer
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

describeStore('createRedisStore', async () => createRedisStore({ url: redis.url }))

const longestRejectionMs = 2000

async function rejectionOf(call: Promise<unknown>): Promise<{ message: string; afterMs: number }> {
  const startedAtMs = performance.now()
  const error = await call.then(
    () => new Error('did not reject'),
    (reason: Error) => reason
  )
  return { message: error.message, afterMs: performance.now() - startedAtMs }
}

const isUsable = (store: Store): Promise<boolean> =>
  store.ping().then(
    () => true,
    () => false
  )

describe('what createRedisStore keeps in Redis', () => {
  let store: Store
  let client: Redis
  const corrupt: CorruptEntry[] = []
  beforeEach(() => {
    corrupt.length = 0
    store = createRedisStore({ url: redis.url, onCorruptEntry: entry => corrupt.push(entry) })
    client = new Redis(redis.url)
  })
  afterEach(async () => {
    await store.close()
    client.disconnect()
  })

  it('lies in the slot of its corridor, but for the list of corridors', async () => {
    await client.flushall()
    const corridorId = 'one-slot'
    await store.putCorridor(createCorridor(corridorId))
    const epoch = (await store.acquireLease(corridorId, 'a', 60_000)) ?? 0
    await store.commitPlans(corridorId, epoch, [createPlan(corridorId, epoch, 0)])
    await store.record([detectionsRecord(corridorId, 0)])
    const keys = (await client.keys('*')).filter(key => key !== 'selaras:corridors')
    expect(keys.length).toBeGreaterThan(7)
    expect(keys.filter(key => !key.startsWith('selaras:{one-slot}:'))).toEqual([])
  })

  it('is bounded: the feed holds what the rings hold', async () => {
    const corridorId = 'bounded'
    const seqs = Array.from({ length: 150 }, (_, seq) => seq)
    await store.record(
      seqs.flatMap(seq => ['i1', 'i2'].map(id => detectionsRecord(corridorId, seq, { intersectionId: id })))
    )
    expect(await client.zcard(redisKeys.detectionFeed(corridorId))).toBe(240)
    expect(await client.zcard(redisKeys.detections(corridorId, 'i1'))).toBe(120)
    await store.record([detectionsRecord(corridorId, 0, { bootAtMs: Date.now() })])
    expect(await client.zcard(redisKeys.detectionFeed(corridorId))).toBe(121)
  })

  it('is left out and reported where it is not valid', async () => {
    const corridorId = 'tampered'
    const epoch = (await store.acquireLease(corridorId, 'a', 60_000)) ?? 0
    const plan = createPlan(corridorId, epoch, 0)
    await store.commitPlans(corridorId, epoch, [plan, createPlan(corridorId, epoch, 0, 'i2')])
    await client.hset(redisKeys.plans(corridorId), 'i1', JSON.stringify({ ...plan, schemaVersion: 2 }))
    await client.set(redisKeys.configuration(corridorId), '{"corridorId":"tampered"')
    expect(Object.keys((await store.readCorridor(corridorId, 0)).plans)).toEqual(['i2'])
    expect(await store.findCorridor(corridorId)).toBeUndefined()
    expect(corrupt.map(formatCorruptEntry)).toEqual([
      expect.stringMatching(/^selaras:\{tampered\}:plans \(i1\) in Redis is not valid: .*schemaVersion/),
      expect.stringMatching(/^selaras:\{tampered\}:configuration in Redis is not valid: .*expected JSON/)
    ])
  })

  it('survives that Redis forgets its scripts', async () => {
    await store.record([detectionsRecord('scripts', 0)])
    await client.script('FLUSH')
    expect(await store.record([detectionsRecord('scripts', 0)])).toEqual(['duplicate'])
  })

  it('gets epochs above all earlier ones when Redis lost everything', async () => {
    const epoch = (await store.acquireLease('lost', 'a', 60_000)) ?? 0
    await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(epoch)
    await client.flushall()
    expect(await store.acquireLease('lost', 'a', 60_000)).toBeGreaterThan(epoch)
  })

  it('rejects writes with the reason while Redis has no memory left, and still reads', async () => {
    await store.record([detectionsRecord('memory', 0)])
    await client.config('SET', 'maxmemory', '1')
    for (const call of [store.ping(), store.record([detectionsRecord('memory', 1)])]) {
      expect((await rejectionOf(call)).message).toMatch(/^Redis at 127\.0\.0\.1:\d+ cannot be used: OOM .*maxmemory/)
    }
    expect((await store.readCorridor('memory', 0)).detections).toHaveLength(1)
    await client.config('SET', 'maxmemory', '256mb')
    expect(await store.record([detectionsRecord('memory', 1)])).toEqual(['stored'])
  })
})

describe('createRedisStore at the start', () => {
  it('names host, port, reason and what to do when Redis is not there', async () => {
    const port = await findFreePort()
    const store = createRedisStore({ url: `redis://:secret@127.0.0.1:${port}` })
    for (const call of [store.ping(), store.readCommittedPlans({ c: undefined }, 100)]) {
      const { message, afterMs } = await rejectionOf(call)
      expect(message).toBe(
        `Redis at 127.0.0.1:${port} cannot be used: connect ECONNREFUSED 127.0.0.1:${port}. ` +
          `Start it there (for instance: redis-server --port ${port}) or set REDIS_URL to where it runs.`
      )
      expect(afterMs).toBeLessThan(longestRejectionMs)
    }
    await store.close()
    expect((await rejectionOf(store.ping())).message).toBe('the store is closed')
  })

  it('connects once for many first calls', async () => {
    const store = createRedisStore({ url: redis.url })
    const calls = Array.from({ length: 50 }, (_, seq) => store.record([detectionsRecord('many-calls', seq)]))
    expect((await Promise.all(calls)).flat()).toEqual(Array(50).fill('stored'))
    await store.close()
  })

  it('works once Redis is there', async () => {
    const port = await findFreePort()
    const store = createRedisStore({ url: `redis://127.0.0.1:${port}` })
    expect(await isUsable(store)).toBe(false)
    await using _late = await startRedis({ port })
    await expect.poll(() => isUsable(store), { timeout: 10_000 }).toBe(true)
    await store.close()
  })
})

describe('createRedisStore when Redis fails', () => {
  let failing: RunningServer
  let store: Store
  beforeEach(async () => {
    failing = await startRedis()
    store = createRedisStore({ url: failing.url })
    await store.ping()
  })
  afterEach(async () => {
    await store.close()
    await failing.stop()
  })

  it('rejects promptly after a kill, and goes on with all that was stored after the restart', async () => {
    const epoch = (await store.acquireLease('killed', 'a', 60_000)) ?? 0
    await store.commitPlans('killed', epoch, [createPlan('killed', epoch, 0)])
    await store.record([0, 1, 2].map(seq => detectionsRecord('killed', seq)))
    const [first] = await store.readCommittedPlans({ killed: undefined }, 1000)
    const blocked = rejectionOf(store.readCommittedPlans({ killed: first?.position }, 60_000))

    await failing.kill('SIGKILL')
    const rejections = await Promise.all([
      blocked,
      rejectionOf(store.record([detectionsRecord('killed', 3)])),
      rejectionOf(store.readCorridor('killed', 0)),
      rejectionOf(store.readCommittedPlans({ killed: first?.position }, 60_000))
    ])
    for (const { message, afterMs } of rejections.slice(1)) {
      expect(message).toMatch(/^Redis at 127\.0\.0\.1:\d+ cannot be used: /)
      expect(afterMs).toBeLessThan(longestRejectionMs)
    }
    expect(rejections[0].message).toMatch(/cannot be used/)

    await failing.start()
    await expect.poll(() => isUsable(store), { timeout: 10_000 }).toBe(true)
    const again = await store.record([1, 2, 3].map(seq => detectionsRecord('killed', seq)))
    expect(again).toEqual(['duplicate', 'duplicate', 'stored'])
    const snapshot = await store.readCorridor('killed', 0)
    expect(snapshot.detections.map(({ message }) => message.seq)).toEqual([0, 1, 2, 3])
    expect(snapshot.plans).toEqual({ i1: createPlan('killed', epoch, 0) })
    expect(await store.acquireLease('killed', 'a', 60_000)).toBe(epoch)
    await store.commitPlans('killed', epoch, [createPlan('killed', epoch, 1)])
    expect(await store.readCommittedPlans({ killed: first?.position }, 5000)).toHaveLength(1)
  })

  it('rejects in time while Redis is frozen; a batch that was written all the same is a duplicate', async () => {
    await store.record([detectionsRecord('frozen', 0)])
    const batch = [detectionsRecord('frozen', 1)]
    const reading = rejectionOf(store.readCommittedPlans({ frozen: undefined }, 300))
    await failing.kill('SIGSTOP')
    const rejections = await Promise.all([
      rejectionOf(store.record(batch)),
      rejectionOf(store.ping()),
      rejectionOf(store.readCommittedPlans({ frozen: undefined }, 300)),
      reading
    ])
    for (const { afterMs } of rejections) expect(afterMs).toBeLessThan(longestRejectionMs)
    expect(rejections.slice(0, 3).map(({ message }) => message)).toEqual(
      Array(3).fill(expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ cannot be used: /))
    )

    await failing.kill('SIGCONT')
    await expect.poll(() => isUsable(store), { timeout: 10_000 }).toBe(true)
    expect(await store.record(batch)).toEqual(['duplicate'])
    expect((await store.readCorridor('frozen', 0)).detections).toHaveLength(2)
  })
})
