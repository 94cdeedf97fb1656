import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from '../../src/store-contract.ts'
import { createCorridor } from '../fixtures.ts'

export function describeConfigurations({ store, corridorId }: StoreUnderTest): void {
  describe('putCorridor', () => {
    it('saves a corridor that is found and listed afterwards, and replaces an older version', async () => {
      expect(await store().findCorridor(corridorId())).toBeUndefined()
      await store().putCorridor(createCorridor(corridorId(), 1))
      await store().putCorridor(createCorridor(corridorId(), 2))
      expect(await store().findCorridor(corridorId())).toEqual(createCorridor(corridorId(), 2))
      expect(await store().listCorridorIds()).toContain(corridorId())
    })

    it('does not list a corridor that only has messages', async () => {
      await store().readCorridor(corridorId(), 0)
      expect(await store().listCorridorIds()).not.toContain(corridorId())
    })

    it('takes writes', async () => {
      await expect(store().ping()).resolves.toBeUndefined()
    })
  })
}
