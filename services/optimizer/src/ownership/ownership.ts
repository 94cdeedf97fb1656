import type { Clock, Corridor } from '@selaras/shared'
import type { Store } from '@selaras/store'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'

/** A corridor whose lease this instance holds. */
export interface OwnedCorridor {
  readonly corridor: Corridor
  readonly epoch: number
  /** False once the lease may have run out, or was lost: somebody else may own the corridor. */
  isHeld(): boolean
}

export interface OwnershipOptions {
  /** Identity of this instance; no two may share one at the same time. */
  readonly owner: string
  readonly leaseTtlMs: number
  /** How often leases are renewed and vacant ones tried for. */
  readonly renewMs: number
  /** How often the list of corridors and their configurations are read. */
  readonly refreshMs: number
}

/** Leases of all corridors that this instance can get; kept by a loop of its own, beside the ticks. */
export interface Ownership {
  start(): void
  /** Ends the loop and gives every lease back. */
  close(): Promise<void>
  listOwned(): readonly OwnedCorridor[]
  /** Gives up a corridor whose epoch turned out to be stale. */
  drop(corridorId: string, epoch: number): void
  /** Why the store cannot be used now; undefined when the last round went well. */
  findFailure(): string | undefined
}

interface Dependencies {
  readonly store: Pick<Store, 'listCorridorIds' | 'findCorridor' | 'acquireLease' | 'releaseLease'>
  readonly clock: Pick<Clock, 'monotonicNow'>
  readonly log: Logger
  readonly metrics: Metrics
}

const longestBackOffMs = 2000

/** Keeps leases. The time that counts is monotonic, and a lease is taken to run from before it was asked for. */
export function createOwnership({ store, clock, log, metrics }: Dependencies, options: OwnershipOptions): Ownership {
  const { owner, leaseTtlMs, renewMs, refreshMs } = options
  const owned = new Map<string, OwnedCorridor & { heldUntilMs: number }>()
  let corridorIds: readonly string[] = []
  let refreshAtMs = Number.NEGATIVE_INFINITY
  let failures = 0
  let failure: string | undefined = 'store not reached yet'
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let closed = false

  function lose(corridorId: string, why: string): void {
    if (!owned.delete(corridorId)) return
    metrics.ownershipChanges.inc({ change: 'lost' })
    metrics.ownedCorridors.set(owned.size)
    log.info({ corridorId, why }, 'corridor lost')
  }

  async function renew(corridorId: string, refresh: boolean): Promise<void> {
    const askedAtMs = clock.monotonicNow()
    const epoch = await store.acquireLease(corridorId, owner, leaseTtlMs)
    if (epoch === undefined) return lose(corridorId, 'held by another instance')
    const heldUntilMs = askedAtMs + leaseTtlMs
    const known = owned.get(corridorId)
    if (known !== undefined && known.epoch === epoch) known.heldUntilMs = heldUntilMs
    if (known !== undefined && known.epoch === epoch && !refresh) return
    let found: Corridor | undefined
    try {
      found = await store.findCorridor(corridorId)
    } catch (error) {
      // The configuration in use stays in force; the lease is kept.
      metrics.storeFailures.inc({ operation: 'configuration' })
      log.error({ corridorId, error: (error as Error).message }, 'configuration not read')
      return
    }
    // The store reports an unreadable configuration as none; the one in use then stays in force.
    if (found === undefined && known?.epoch === epoch) {
      metrics.storeFailures.inc({ operation: 'configuration' })
      return
    }
    if (found === undefined) {
      lose(corridorId, 'has no configuration')
      return store.releaseLease(corridorId, owner)
    }
    const sameConfiguration = known?.corridor.configurationVersion === found.configurationVersion
    if (known?.epoch === epoch && sameConfiguration) return
    const entry = {
      corridor: found,
      epoch,
      heldUntilMs,
      isHeld: () => owned.get(corridorId) === entry && clock.monotonicNow() < entry.heldUntilMs
    }
    owned.set(corridorId, entry)
    if (known?.epoch !== epoch) metrics.ownershipChanges.inc({ change: 'gained' })
    metrics.ownedCorridors.set(owned.size)
    const { configurationVersion } = found
    log.info({ corridorId, epoch, configurationVersion }, 'corridor owned')
  }

  async function round(): Promise<void> {
    const refresh = clock.monotonicNow() >= refreshAtMs
    if (refresh) {
      corridorIds = await store.listCorridorIds()
      const gone = [...owned.keys()].filter(corridorId => !corridorIds.includes(corridorId))
      for (const corridorId of gone) {
        lose(corridorId, 'no longer listed')
        await store.releaseLease(corridorId, owner)
      }
    }
    const results = await Promise.allSettled(corridorIds.map(corridorId => renew(corridorId, refresh)))
    // A corridor that cannot be read must not keep the others waiting, so the failure is raised after all were tried.
    for (const result of results) if (result.status === 'rejected') throw result.reason
    if (refresh) refreshAtMs = clock.monotonicNow() + refreshMs
  }

  async function run(): Promise<void> {
    try {
      await round()
      if (failures > 0) log.info({ failures }, 'store reached again')
      failures = 0
      failure = undefined
    } catch (error) {
      failures++
      failure = `store: ${(error as Error).message}`
      metrics.storeFailures.inc({ operation: 'lease' })
      if (failures === 1) log.error({ error: (error as Error).message }, 'store not reached, trying again')
    }
    if (closed) return
    const delayMs = failures === 0 ? renewMs : Math.min(longestBackOffMs, renewMs * 2 ** (failures - 1))
    timer = setTimeout(() => {
      running = run()
    }, delayMs)
  }

  return {
    start() {
      running ??= run()
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await running
      const held = [...owned.keys()]
      owned.clear()
      metrics.ownedCorridors.set(0)
      await Promise.allSettled(held.map(corridorId => store.releaseLease(corridorId, owner)))
    },
    listOwned: () => [...owned.values()].filter(entry => entry.isHeld()),
    drop(corridorId, epoch) {
      if (owned.get(corridorId)?.epoch === epoch) lose(corridorId, 'epoch is stale')
    },
    findFailure: () => failure
  }
}
