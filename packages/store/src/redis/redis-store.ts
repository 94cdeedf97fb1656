import {
  CorridorSchema,
  corridorRegistryKey,
  DecisionSchema,
  type Decoder,
  decoderOf,
  LearntCorridorSchema,
  redisKeys,
  writeProbeKey
} from '@selaras/shared'
import { defaultKeptMessages, keptCommits } from '../defaults.ts'
import { checkPlacesOf } from '../misplaced-plan-error.ts'
import { acquireLeaseScript } from '../scripts/acquire-lease.ts'
import { commitPlansScript } from '../scripts/commit-plans.ts'
import { releaseLeaseScript } from '../scripts/release-lease.ts'
import type { FieldRecord, RecordOutcome, Store } from '../store.ts'
import { type CorruptEntry, decodeEntry, formatCorruptEntry } from './corrupt-entry.ts'
import { PlanReader } from './plan-reader.ts'
import { readSnapshot } from './read-snapshot.ts'
import { recordBatch } from './record-batch.ts'
import { type RedisAddress, RedisConnection } from './redis-connection.ts'
import { runScript } from './run-script.ts'

export interface RedisStoreOptions extends RedisAddress {
  /** Longest time for an answer, after which the call rejects; default 1000. A write may have taken effect all the same. */
  readonly commandTimeoutMs?: number
  /** Detections messages kept for each intersection; default 120. */
  readonly keptMessages?: number
  /** Told of what is not valid in Redis and was left out; default: a warning of the process. */
  readonly onCorruptEntry?: (entry: CorruptEntry) => void
}

// A grid of many intersections is far longer than a message.
const mostCorridorBytes = 16 * 1024 * 1024
const decodeCorridor = decoderOf(CorridorSchema, mostCorridorBytes)
const decodeDecision = decoderOf(DecisionSchema)
const decodeLearnt = decoderOf(LearntCorridorSchema, mostCorridorBytes)
const writeProbeSeconds = 10

/** A store in Redis 7. Connects at the first call. Every call rejects promptly while Redis cannot be used. */
export function createRedisStore(options: RedisStoreOptions): Store {
  const { commandTimeoutMs = 1000, keptMessages = defaultKeptMessages, onCorruptEntry, ...address } = options
  const report = onCorruptEntry ?? (entry => process.emitWarning(formatCorruptEntry(entry)))
  const connection = new RedisConnection({ ...address, commandTimeoutMs })
  const planReader = new PlanReader({ ...address, commandTimeoutMs, report })

  async function find<T>(key: string, decode: Decoder<T>): Promise<T | undefined> {
    const text = await connection.call(client => client.get(key))
    return text === null ? undefined : decodeEntry(decode, text, { key, field: '' }, report)
  }

  async function record(records: readonly FieldRecord[]): Promise<readonly RecordOutcome[]> {
    const outcomes: RecordOutcome[] = []
    const batches = Map.groupBy(
      records.map((entry, index) => ({ entry, index })),
      ({ entry }) => entry.site.corridorId
    )
    await Promise.all(
      [...batches].map(async ([corridorId, batch]) => {
        const entries = batch.map(({ entry }) => entry)
        const found = await connection.call(client => recordBatch(client, corridorId, entries, keptMessages))
        for (const [i, { index }] of batch.entries()) outcomes[index] = found[i]!
      })
    )
    return outcomes
  }

  return {
    async putCorridor(corridor) {
      const { corridorId } = corridor
      await connection.call(client => client.set(redisKeys.configuration(corridorId), JSON.stringify(corridor)))
      // The registry lies in another slot; a corridor that is not listed yet is only found by its id.
      await connection.call(client => client.sadd(corridorRegistryKey, corridorId))
    },
    findCorridor: corridorId => find(redisKeys.configuration(corridorId), decodeCorridor),
    async listCorridorIds() {
      const corridorIds = await connection.call(client => client.smembers(corridorRegistryKey))
      return corridorIds.sort()
    },
    record,
    readCorridor(corridorId, cursor) {
      return connection.call(client => readSnapshot(client, corridorId, cursor, report))
    },
    async acquireLease(corridorId, owner, ttlMs) {
      const keys = [redisKeys.lease(corridorId), redisKeys.epoch(corridorId)]
      const epoch = await connection.call(client => runScript(client, acquireLeaseScript, keys, [owner, ttlMs]))
      return epoch === null ? undefined : Number(epoch)
    },
    async releaseLease(corridorId, owner) {
      await connection.call(client => runScript(client, releaseLeaseScript, [redisKeys.lease(corridorId)], [owner]))
    },
    async commitPlans(corridorId, epoch, plans, decisions = []) {
      checkPlacesOf(plans, corridorId)
      const keys = [
        redisKeys.epoch(corridorId),
        redisKeys.plans(corridorId),
        redisKeys.planRevisions(corridorId),
        redisKeys.planStream(corridorId),
        redisKeys.decisions(corridorId)
      ]
      const planArguments = plans.flatMap(plan => [
        plan.intersectionId,
        plan.epoch,
        plan.revision,
        JSON.stringify(plan)
      ])
      const reply = await connection.call(client =>
        runScript(client, commitPlansScript, keys, [
          epoch,
          keptCommits,
          plans.length,
          ...planArguments,
          ...decisions.flatMap(decision => [decision.intersectionId, JSON.stringify(decision)])
        ])
      )
      const [outcome, current] = reply as ['committed' | 'stale-epoch' | 'stale-revision', string]
      return outcome === 'committed'
        ? { committed: true }
        : { committed: false, reason: outcome, epoch: Number(current) }
    },
    async readDecisions(corridorId) {
      const key = redisKeys.decisions(corridorId)
      const entries = Object.entries(await connection.call(client => client.hgetall(key)))
      return Object.fromEntries(
        entries.flatMap(([field, text]) => {
          const decision = decodeEntry(decodeDecision, text, { key, field }, report)
          return decision === undefined ? [] : [[field, decision]]
        })
      )
    },
    readCommittedPlans(positions, waitMs, signal) {
      return planReader.read(positions, waitMs, signal)
    },
    async saveLearnt(learnt) {
      const key = redisKeys.learnt(learnt.corridorId)
      await connection.call(client => client.set(key, JSON.stringify(learnt)))
    },
    findLearnt: corridorId => find(redisKeys.learnt(corridorId), decodeLearnt),
    async ping() {
      await connection.call(client => client.set(writeProbeKey, '1', 'EX', writeProbeSeconds))
    },
    async close() {
      planReader.close()
      await connection.close()
    }
  }
}
