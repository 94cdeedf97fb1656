import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from '../../src/store-contract.ts'
import { createDecision, createPlan } from '../fixtures.ts'

export function describeCommits({ store, corridorId }: StoreUnderTest): void {
  const own = async (owner: string) => (await store().acquireLease(corridorId(), owner, 60_000)) ?? 0
  const commit = (epoch: number, ...plans: ReturnType<typeof createPlan>[]) =>
    store().commitPlans(corridorId(), epoch, plans)
  const plan = (epoch: number, revision: number, intersectionId?: string) =>
    createPlan(corridorId(), epoch, revision, intersectionId)
  const readPlans = async () => (await store().readCorridor(corridorId(), 0)).plans

  describe('commitPlans', () => {
    it('makes the plans of a commit the current ones', async () => {
      const epoch = await own('a')
      expect(await commit(epoch, plan(epoch, 0, 'i1'), plan(epoch, 4, 'i2'))).toEqual({ committed: true })
      expect(await commit(epoch, plan(epoch, 1, 'i1'))).toEqual({ committed: true })
      expect(await readPlans()).toEqual({ i1: plan(epoch, 1, 'i1'), i2: plan(epoch, 4, 'i2') })
      expect(await commit(epoch)).toEqual({ committed: true })
    })

    it('refuses a revision that is not above the committed one, and then changes nothing', async () => {
      const epoch = await own('a')
      await commit(epoch, plan(epoch, 5, 'i1'))
      const refusal = { committed: false, reason: 'stale-revision', epoch }
      expect(await commit(epoch, plan(epoch, 0, 'i2'), plan(epoch, 5, 'i1'))).toEqual(refusal)
      expect(await commit(epoch, plan(epoch, 7, 'i2'), plan(epoch, 6, 'i2'))).toEqual(refusal)
      expect(await readPlans()).toEqual({ i1: plan(epoch, 5, 'i1') })
    })

    it('refuses an owner that was deposed, however high its revision', async () => {
      const epoch = await own('a')
      await commit(epoch, plan(epoch, 5))
      await store().releaseLease(corridorId(), 'a')
      const next = await own('b')
      const refusal = { committed: false, reason: 'stale-epoch', epoch: next }
      expect(await commit(epoch, plan(epoch, 99))).toEqual(refusal)
      expect(await commit(next, plan(epoch, 99))).toEqual(refusal)
      expect(await commit(next, plan(next, 0))).toEqual({ committed: true })
      expect(await readPlans()).toEqual({ i1: plan(next, 0) })
    })

    it('refuses commits to a corridor that nobody ever owned', async () => {
      expect(await commit(0, plan(0, 0))).toEqual({ committed: false, reason: 'stale-epoch', epoch: 0 })
    })

    it('keeps the latest decision of each intersection with its plan, and none of a refused commit', async () => {
      expect(await store().readDecisions(corridorId())).toEqual({})
      const epoch = await own('a')
      const both = [plan(epoch, 0, 'i1'), plan(epoch, 0, 'i2')]
      await store().commitPlans(corridorId(), epoch, both, [createDecision(1000), createDecision(1000, 'i2')])
      await store().commitPlans(corridorId(), epoch, [plan(epoch, 1, 'i1')], [createDecision(2000)])
      await store().commitPlans(corridorId(), epoch, [plan(epoch, 1, 'i1')], [createDecision(3000)])
      const decisions = await store().readDecisions(corridorId())
      expect(decisions).toEqual({ i1: createDecision(2000), i2: createDecision(1000, 'i2') })
    })

    it('refuses a plan for another corridor', async () => {
      const epoch = await own('a')
      await expect(commit(epoch, createPlan('elsewhere', epoch, 0))).rejects.toThrow(
        `a plan for elsewhere/i1 cannot be committed to corridor ${corridorId()}`
      )
    })
  })
}
