import fc from 'fast-check'
import { expect, it } from 'vitest'
import { startRedis } from '../../../test/servers/redis.ts'
import { createPlan, createRequest, createSignal, detectionsRecord, startAtMs } from '../test/fixtures.ts'
import { createMemoryStore } from './memory/memory-store.ts'
import { createRedisStore } from './redis/redis-store.ts'
import type { FieldRecord, Store } from './store.ts'

const keptMessages = 6
const bootAtMs = fc.constantFrom(startAtMs, startAtMs + 1000, startAtMs + 2000)
const intersectionId = fc.constantFrom('i1', 'i2')
const smallSeq = fc.nat({ max: 20 })

const corridorId = 'placeholder'

/** Records of one corridor with repeats, losses, late ones and restarts of the sender. */
const records = (() => {
  const site = intersectionId.map(id => ({ corridorId, intersectionId: id }))
  const detections = fc
    .tuple(smallSeq, intersectionId, bootAtMs)
    .map(([seq, id, boot]) => detectionsRecord(corridorId, seq, { intersectionId: id, bootAtMs: boot }))
  const signal = fc.tuple(site, smallSeq, bootAtMs).map(([place, seq, boot]): FieldRecord => {
    return { channel: 'signal', site: place, receivedAtMs: boot, message: createSignal(seq, boot) }
  })
  const request = fc.tuple(site, smallSeq, smallSeq, smallSeq).map(([place, id, produced, expires]): FieldRecord => {
    const message = createRequest(`bus-${id % 3}`, produced, 5 + expires)
    return { channel: 'request', site: place, receivedAtMs: produced, message }
  })
  const arrival = fc.tuple(site, smallSeq, fc.constantFrom('online' as const, 'offline' as const))
  const presence = arrival.map(([place, receivedAtMs, state]): FieldRecord => {
    const message = { schemaVersion: 1 as const, state, software: 'test', capabilities: [] }
    return { channel: 'presence', site: place, receivedAtMs, message }
  })
  return fc.array(fc.oneof({ weight: 5, arbitrary: detections }, signal, request, presence), { maxLength: 30 })
})()

const round = fc.record({
  records,
  revisions: fc.array(fc.tuple(fc.nat({ max: 9 }), intersectionId), { maxLength: 3 }),
  movesCursor: fc.boolean()
})

type Round = typeof round extends fc.Arbitrary<infer R> ? R : never

/** One store and the epoch that it gave out. */
interface Owned {
  readonly store: Store
  readonly epoch: number
}

async function play({ store, epoch }: Owned, id: string, cursor: number, step: Round) {
  const outcomes = await store.record(
    step.records.map(record => ({ ...record, site: { ...record.site, corridorId: id } }))
  )
  const plans = step.revisions.map(([revision, intersection]) => createPlan(id, epoch, revision, intersection))
  const { committed } = await store.commitPlans(id, epoch, plans)
  const snapshot = await store.readCorridor(id, cursor)
  const revisions = Object.entries(snapshot.plans).map(([intersection, plan]) => [intersection, plan.revision])
  return { outcomes, committed, snapshot: { ...snapshot, plans: Object.fromEntries(revisions) } }
}

it('Redis and memory give the same outcomes and the same state for any messages, plans and readers', async () => {
  await using server = await startRedis({ appendOnly: false })
  const redis = createRedisStore({ url: server.url, keptMessages })
  const memory = createMemoryStore({ keptMessages })
  const own = async (store: Store, id: string) => ({ store, epoch: (await store.acquireLease(id, 'a', 60_000)) ?? 0 })
  let runs = 0
  const agree = fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 8 }), async rounds => {
    const id = `run-${++runs}`
    const [inRedis, inMemory] = [await own(redis, id), await own(memory, id)]
    let cursor = 0
    for (const step of rounds) {
      const fromRedis = await play(inRedis, id, cursor, step)
      expect(fromRedis).toEqual(await play(inMemory, id, cursor, step))
      if (step.movesCursor) cursor = fromRedis.snapshot.cursor
    }
  })
  await fc.assert(agree, { numRuns: 100 })
  await redis.close()
})
