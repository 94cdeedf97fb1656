import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe } from 'vitest'
import { describeCommits } from '../test/contract/commits.ts'
import { describeCommittedPlans } from '../test/contract/committed-plans.ts'
import { describeConfigurations } from '../test/contract/configurations.ts'
import { describeDetections } from '../test/contract/detections.ts'
import { describeLatestMessages } from '../test/contract/latest-messages.ts'
import { describeLearnt } from '../test/contract/learnt.ts'
import { describeLeases } from '../test/contract/leases.ts'
import type { Store } from './store.ts'

/** The store under test and a corridor that no other test uses. */
export interface StoreUnderTest {
  store(): Store
  corridorId(): string
}

/** What every store must do. `createStore` gives a store of its own to each test; it is closed afterwards. */
export function describeStore(name: string, createStore: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store
    let corridorId: string
    beforeEach(async () => {
      store = await createStore()
      corridorId = `corridor-${randomBytes(6).toString('hex')}`
    })
    afterEach(() => store.close())

    const underTest: StoreUnderTest = { store: () => store, corridorId: () => corridorId }
    describeConfigurations(underTest)
    describeDetections(underTest)
    describeLatestMessages(underTest)
    describeLeases(underTest)
    describeCommits(underTest)
    describeCommittedPlans(underTest)
    describeLearnt(underTest)
  })
}
