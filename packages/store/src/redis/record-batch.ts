import { redisKeys } from '@selaras/shared'
import type { Redis } from 'ioredis'
import { placementOf } from '../placement.ts'
import { recordMessagesScript } from '../scripts/record-messages.ts'
import type { FieldRecord, RecordOutcome } from '../store.ts'
import { runScript } from './run-script.ts'

/** Stores records of one corridor in one script call. Outcomes are in the order of the records. */
export async function recordBatch(
  client: Redis,
  corridorId: string,
  records: readonly FieldRecord[],
  keptMessages: number
): Promise<readonly RecordOutcome[]> {
  const keys = [
    redisKeys.streams(corridorId),
    redisKeys.detectionCursor(corridorId),
    redisKeys.detectionFeed(corridorId),
    redisKeys.requests(corridorId),
    redisKeys.requestExpiries(corridorId)
  ]
  const indexOfKey = new Map<string, number>()
  const indexOf = (key: string): number => {
    const known = indexOfKey.get(key)
    if (known !== undefined) return known
    // Lua counts from 1.
    const index = keys.push(key)
    indexOfKey.set(key, index)
    return index
  }
  const scriptArguments: (string | number)[] = []
  for (const record of records) {
    const { kind, collection, field, order } = placementOf(record)
    const key =
      collection === 'detections'
        ? redisKeys.detections(corridorId, record.site.intersectionId)
        : redisKeys[collection](corridorId)
    scriptArguments.push(kind, indexOf(key), field, ...order, record.receivedAtMs, JSON.stringify(record.message))
  }
  const reply = await runScript(client, recordMessagesScript, keys, [keptMessages, ...scriptArguments])
  return reply as RecordOutcome[]
}
