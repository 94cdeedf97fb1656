import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from '../../src/store-contract.ts'

export function describeLeases({ store, corridorId }: StoreUnderTest): void {
  const acquire = (owner: string, ttlMs: number) => store().acquireLease(corridorId(), owner, ttlMs)

  describe('acquireLease', () => {
    it('keeps others out and renews without changing the epoch', async () => {
      const epoch = await acquire('a', 60_000)
      expect(epoch).toBeGreaterThan(0)
      expect(await acquire('b', 60_000)).toBeUndefined()
      expect(await acquire('a', 60_000)).toBe(epoch)
    })

    it('goes to another owner with a higher epoch when it was given back', async () => {
      const epoch = (await acquire('a', 60_000)) ?? 0
      await store().releaseLease(corridorId(), 'b')
      expect(await acquire('b', 60_000)).toBeUndefined()
      await store().releaseLease(corridorId(), 'a')
      const next = (await acquire('b', 60_000)) ?? 0
      expect(next).toBeGreaterThan(epoch)
      expect(await acquire('a', 60_000)).toBeUndefined()
      await store().releaseLease(corridorId(), 'b')
      expect(await acquire('a', 60_000)).toBeGreaterThan(next)
    })

    it('goes to another owner with a higher epoch when it ran out', async () => {
      const epoch = (await acquire('a', 40)) ?? 0
      await expect.poll(() => acquire('b', 60_000), { timeout: 5000, interval: 5 }).toBeGreaterThan(epoch)
      expect(await acquire('a', 60_000)).toBeUndefined()
    })

    it('runs from the latest renewal', async () => {
      await acquire('a', 40)
      await acquire('a', 60_000)
      // Another lease that was taken for as long as the first one shows when that has run out.
      await store().acquireLease(`${corridorId()}-clock`, 'a', 40)
      await expect
        .poll(() => store().acquireLease(`${corridorId()}-clock`, 'b', 60_000), { timeout: 5000, interval: 5 })
        .toBeDefined()
      expect(await acquire('b', 60_000)).toBeUndefined()
    })
  })
}
