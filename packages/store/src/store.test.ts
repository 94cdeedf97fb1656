import { createMemoryStore } from './memory/memory-store.ts'
import { describeStore } from './store-contract.ts'

describeStore('createMemoryStore', async () => createMemoryStore())
