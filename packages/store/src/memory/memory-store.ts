import type { Clock } from '@selaras/shared'
import { defaultKeptMessages } from '../defaults.ts'
import { checkPlacesOf } from '../misplaced-plan-error.ts'
import type { CommittedPlans, Store } from '../store.ts'
import { MemoryCorridor } from './memory-corridor.ts'
import { waitForCommit } from './wait-for-commit.ts'

export interface MemoryStoreOptions {
  /** Times leases and epochs; default: the system's. */
  readonly clock?: Clock
  /** Detections messages kept for each intersection; default 120. */
  readonly keptMessages?: number
}

const systemClock: Clock = { now: () => Date.now(), monotonicNow: () => performance.now() }

/** A store within one process, for embedded use and tests. */
export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const { clock = systemClock, keptMessages = defaultKeptMessages } = options
  const corridors = new Map<string, MemoryCorridor>()
  const commits = new EventTarget()
  const closing = new AbortController()

  function corridorOf(corridorId: string): MemoryCorridor {
    const known = corridors.get(corridorId)
    if (known !== undefined) return known
    const corridor = new MemoryCorridor(corridorId, keptMessages)
    corridors.set(corridorId, corridor)
    return corridor
  }

  function listCommits(positions: Readonly<Record<string, string | undefined>>): readonly CommittedPlans[] {
    return Object.entries(positions).flatMap(([corridorId, position]) =>
      corridorOf(corridorId).plans.listAfter(position)
    )
  }

  return {
    async putCorridor(corridor) {
      corridorOf(corridor.corridorId).configuration = corridor
    },
    async findCorridor(corridorId) {
      return corridors.get(corridorId)?.configuration
    },
    async listCorridorIds() {
      const configured = [...corridors].filter(([, { configuration }]) => configuration !== undefined)
      return configured.map(([corridorId]) => corridorId).sort()
    },
    async record(records) {
      return records.map(record => corridorOf(record.site.corridorId).record(record))
    },
    async readCorridor(corridorId, cursor) {
      return corridorOf(corridorId).snapshot(cursor)
    },
    async acquireLease(corridorId, owner, ttlMs) {
      return corridorOf(corridorId).lease.acquire(owner, ttlMs, clock.monotonicNow(), Math.floor(clock.now()))
    },
    async releaseLease(corridorId, owner) {
      corridorOf(corridorId).lease.release(owner)
    },
    async commitPlans(corridorId, epoch, plans, given = []) {
      checkPlacesOf(plans, corridorId)
      const { lease, plans: log, decisions } = corridorOf(corridorId)
      const outcome = log.commit(lease.epoch, epoch, plans)
      if (!outcome.committed) return outcome
      for (const decision of given) decisions.set(decision.intersectionId, decision)
      commits.dispatchEvent(new Event('commit'))
      return outcome
    },
    async readDecisions(corridorId) {
      return Object.fromEntries(corridorOf(corridorId).decisions)
    },
    readCommittedPlans(positions, waitMs, signal) {
      const ends = signal === undefined ? [closing.signal] : [closing.signal, signal]
      return waitForCommit(commits, () => listCommits(positions), waitMs, AbortSignal.any(ends))
    },
    async saveLearnt(learnt) {
      corridorOf(learnt.corridorId).learnt = learnt
    },
    async findLearnt(corridorId) {
      return corridors.get(corridorId)?.learnt
    },
    async ping() {},
    async close() {
      closing.abort()
    }
  }
}
