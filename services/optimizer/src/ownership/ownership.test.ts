import { type Corridor, ManualClock } from '@selaras/shared'
import { createMemoryStore, type Store } from '@selaras/store'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterEach, describe, expect, it } from 'vitest'
import { createCorridor } from '../../test/corridor.ts'
import { metricValue } from '../../test/metric-value.ts'
import { createMetrics } from '../metrics.ts'
import { createOwnership } from './ownership.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function prepare(change: (store: Store) => Partial<Store> = () => ({})) {
  const memory = createMemoryStore()
  await memory.putCorridor(createCorridor('demo', ['one']))
  const clock = new ManualClock()
  const registry = new Registry()
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => lines.push(line) })
  const ownership = createOwnership(
    { store: { ...memory, ...change(memory) }, clock, log, metrics: createMetrics(registry) },
    { owner: 'us', leaseTtlMs: 3000, renewMs: 5, refreshMs: 0 }
  )
  ownership.start()
  closers.push(() => ownership.close())
  return { memory, ownership, clock, registry, lines }
}

describe('createOwnership', () => {
  it('takes no lease to hold longer than it was asked for', async () => {
    let away = false
    const { ownership, clock } = await prepare(store => ({
      async acquireLease(...lease) {
        if (away) throw new Error('connection refused')
        return store.acquireLease(...lease)
      }
    }))
    await expect.poll(() => ownership.listOwned()).toHaveLength(1)
    away = true
    await expect.poll(() => ownership.findFailure()).toBe('store: connection refused')
    const [owned] = ownership.listOwned()
    clock.advanceTo(2999)
    expect(owned?.isHeld()).toBe(true)
    clock.advanceTo(3000)
    expect(owned?.isHeld()).toBe(false)
    expect(ownership.listOwned()).toEqual([])
  })

  it('tells of an outage once, and of its end', async () => {
    let attempts = 0
    const { ownership, lines } = await prepare(store => ({
      async listCorridorIds() {
        if (attempts++ < 4) throw new Error('connection refused')
        return store.listCorridorIds()
      }
    }))
    await expect.poll(() => ownership.listOwned()).toHaveLength(1)
    const messages = lines.map(line => JSON.parse(line).msg)
    expect(messages).toEqual(['store not reached, trying again', 'corridor owned', 'store reached again'])
  })

  it('gives a corridor up that is no longer listed', async () => {
    let ids = ['demo']
    const { ownership, memory } = await prepare(() => ({ listCorridorIds: async () => ids }))
    await expect.poll(() => ownership.listOwned()).toHaveLength(1)
    ids = []
    await expect.poll(() => ownership.listOwned()).toEqual([])
    expect(await memory.acquireLease('demo', 'them', 1000)).toBeDefined()
  })

  it('keeps the configuration in use while the new one cannot be read', async () => {
    let corrupt = false
    const { ownership, registry } = await prepare(store => ({
      async findCorridor(corridorId): Promise<Corridor | undefined> {
        if (corrupt) throw new Error('not JSON')
        return store.findCorridor(corridorId)
      }
    }))
    await expect.poll(() => ownership.listOwned()).toHaveLength(1)
    const before = ownership.listOwned()[0]
    corrupt = true
    await expect
      .poll(() => metricValue(registry, 'store_failures_total', { operation: 'configuration' }))
      .toBeGreaterThan(1)
    expect(ownership.listOwned()[0]).toBe(before)
  })

  it('takes a dropped corridor again only with a new epoch', async () => {
    const { ownership, memory } = await prepare()
    await expect.poll(() => ownership.listOwned()).toHaveLength(1)
    const { epoch } = ownership.listOwned()[0]!
    await memory.releaseLease('demo', 'us')
    await memory.acquireLease('demo', 'them', 60_000)
    ownership.drop('demo', epoch)
    expect(ownership.listOwned()).toEqual([])
    await memory.releaseLease('demo', 'them')
    await expect.poll(() => ownership.listOwned()[0]?.epoch).toBeGreaterThan(epoch)
  })
})
