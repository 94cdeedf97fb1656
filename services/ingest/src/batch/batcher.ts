import type { FieldRecord, RecordOutcome } from '@selaras/store'

/** Collects what arrives while a write is under way into the next write: one write at a time. */
export interface Batcher {
  /** Resolves with the outcome when the store has the record; rejects when the write failed. */
  add(record: FieldRecord): Promise<RecordOutcome>
  /** Resolves when nothing is left to write. */
  settle(): Promise<void>
  readonly waiting: number
}

export interface BatcherOptions {
  readonly mostRecords: number
  readonly onBatch?: (records: number, seconds: number) => void
}

interface Waiting {
  readonly record: FieldRecord
  resolve(outcome: RecordOutcome): void
  reject(error: unknown): void
}

export function createBatcher(
  write: (records: readonly FieldRecord[]) => Promise<readonly RecordOutcome[]>,
  { mostRecords, onBatch }: BatcherOptions
): Batcher {
  let queue: Waiting[] = []
  let writing: Promise<void> | undefined

  async function drain(): Promise<void> {
    // What else has arrived in this turn of the event loop joins the first batch.
    await new Promise(resolve => setImmediate(resolve))
    while (queue.length > 0) {
      const batch = queue.splice(0, mostRecords)
      const startedAt = performance.now()
      try {
        const outcomes = await write(batch.map(({ record }) => record))
        onBatch?.(batch.length, (performance.now() - startedAt) / 1000)
        for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index]!)
      } catch (error) {
        const failed = [...batch, ...queue]
        queue = []
        for (const { reject } of failed) reject(error)
      }
    }
    // In the same turn in which the queue was seen empty: a record added from now on starts the next drain.
    writing = undefined
  }

  return {
    get waiting() {
      return queue.length
    },
    add(record) {
      const outcome = new Promise<RecordOutcome>((resolve, reject) => queue.push({ record, resolve, reject }))
      writing ??= drain()
      return outcome
    },
    async settle() {
      while (writing !== undefined) await writing
    }
  }
}
