import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from '../../src/store-contract.ts'
import { createPlan } from '../fixtures.ts'

const longWaitMs = 30_000

export function describeCommittedPlans({ store, corridorId }: StoreUnderTest): void {
  const own = async (id = corridorId()) => (await store().acquireLease(id, 'a', 60_000)) ?? 0
  const commit = (epoch: number, revision: number, id = corridorId()) =>
    store().commitPlans(id, epoch, [createPlan(id, epoch, revision)])
  const read = (position: string | undefined, waitMs: number, signal?: AbortSignal) =>
    store().readCommittedPlans({ [corridorId()]: position }, waitMs, signal)

  describe('readCommittedPlans', () => {
    it('starts at the newest commit and goes on in the order of commits', async () => {
      const epoch = await own()
      await commit(epoch, 0)
      await commit(epoch, 1)
      const first = await read(undefined, longWaitMs)
      expect(first.map(({ corridorId: id, plans }) => [id, plans])).toEqual([
        [corridorId(), [createPlan(corridorId(), epoch, 1)]]
      ])
      await commit(epoch, 2)
      await commit(epoch, 3)
      const next = await read(first[0]?.position, longWaitMs)
      expect(next.flatMap(({ plans }) => plans.map(({ revision }) => revision))).toEqual([2, 3])
      expect(await read(next.at(-1)?.position, 0)).toEqual([])
    })

    it('gives all plans of one commit together', async () => {
      const epoch = await own()
      const plans = ['i2', 'i1'].map(intersectionId => createPlan(corridorId(), epoch, 0, intersectionId))
      await store().commitPlans(corridorId(), epoch, plans)
      expect((await read(undefined, longWaitMs)).map(committed => committed.plans)).toEqual([plans])
    })

    it('wakes up at the first commit of any of its corridors', async () => {
      const other = `${corridorId()}-b`
      const reading = store().readCommittedPlans({ [corridorId()]: undefined, [other]: undefined }, longWaitMs)
      const epoch = await own(other)
      await commit(epoch, 0, other)
      expect((await reading).map(({ corridorId: id }) => id)).toEqual([other])
    })

    it('lets other calls and readers go on while it waits', async () => {
      const epoch = await own()
      const readers = [read(undefined, longWaitMs), read(undefined, longWaitMs)]
      await store().ping()
      await commit(epoch, 0)
      for (const reader of readers) expect(await reader).toHaveLength(1)
    })

    it('gives nothing when there was no commit in time', async () => {
      expect(await read(undefined, 30)).toEqual([])
      expect(await store().readCommittedPlans({}, 30)).toEqual([])
    })

    it('ends with nothing when it is aborted', async () => {
      const abort = new AbortController()
      const reading = read(undefined, longWaitMs, abort.signal)
      await store().ping()
      abort.abort()
      expect(await reading).toEqual([])
      expect(await read(undefined, longWaitMs, abort.signal)).toEqual([])
    })
  })
}
