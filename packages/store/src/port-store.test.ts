import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from './memory/memory-store.ts'
import { connectStore, serveStore } from './port-store.ts'
import type { Store } from './store.ts'
import { describeStore } from './store-contract.ts'

function connectTo(store: Store): Store {
  const { port1, port2 } = new MessageChannel()
  serveStore(store, port1)
  return connectStore(port2)
}

describeStore('connectStore', async () => connectTo(createMemoryStore()))

describe('connectStore', () => {
  it('carries the name and message of an error', async () => {
    class DiskFullError extends Error {
      override readonly name = 'DiskFullError'
    }
    const store = connectTo({
      ...createMemoryStore(),
      ping: () => Promise.reject(new DiskFullError('no space left'))
    })
    await expect(store.ping()).rejects.toMatchObject({ name: 'DiskFullError', message: 'no space left' })
    await store.close()
  })

  it('rejects calls under way and later ones when the other side closes the port', async () => {
    const { port1, port2 } = new MessageChannel()
    const store = connectStore(port2)
    const waiting = store.ping()
    port1.close()
    await expect(waiting).rejects.toThrow('the port to the store is closed')
    await expect(store.ping()).rejects.toThrow('the port to the store is closed')
  })

  it('leaves the store open when it is closed, and ends its own waiting reads', async () => {
    const memory = createMemoryStore()
    const store = connectTo(memory)
    const reading = store.readCommittedPlans({ c: undefined }, 30_000)
    await store.ping()
    await store.close()
    await expect(reading).rejects.toThrow('the port to the store is closed')
    await expect(memory.ping()).resolves.toBeUndefined()
  })
})
