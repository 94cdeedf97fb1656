import type { FieldRecord, RecordOutcome } from '@selaras/store'
import { describe, expect, it } from 'vitest'
import { createBatcher } from './batcher.ts'

const record = (seq: number): FieldRecord => ({
  channel: 'planAck',
  site: { corridorId: 'c', intersectionId: 'i' },
  receivedAtMs: seq,
  message: { schemaVersion: 1, producedAtMs: seq, epoch: 1, revision: seq, result: 'accepted', problems: [] }
})

describe('createBatcher', () => {
  it('writes what arrives together in one batch', async () => {
    const sizes: number[] = []
    const write = async (records: readonly FieldRecord[]): Promise<RecordOutcome[]> => {
      sizes.push(records.length)
      return records.map(() => 'stored')
    }
    const batcher = createBatcher(write, { mostRecords: 500 })
    await Promise.all([1, 2, 3].map(seq => batcher.add(record(seq))))
    expect(sizes).toEqual([3])
  })

  it('writes a record that is added the moment the last one was written', async () => {
    const batcher = createBatcher(async records => records.map(() => 'stored' as const), { mostRecords: 500 })
    let outcome = await batcher.add(record(0))
    // Each await resumes in the gap between the end of one write and whatever the batcher does next.
    for (let seq = 1; seq < 1000; seq++) outcome = await batcher.add(record(seq))
    expect(outcome).toBe('stored')
  })

  it('hands each record its own outcome', async () => {
    const outcomes: RecordOutcome[] = ['stored', 'duplicate', 'late']
    const batcher = createBatcher(async () => outcomes, { mostRecords: 500 })
    expect(await Promise.all([1, 2, 3].map(seq => batcher.add(record(seq))))).toEqual(outcomes)
  })

  it('rejects all records of a write that failed, and takes the next ones', async () => {
    let fails = true
    const write = async (records: readonly FieldRecord[]): Promise<RecordOutcome[]> => {
      if (fails) throw new Error('no store')
      return records.map(() => 'stored')
    }
    const batcher = createBatcher(write, { mostRecords: 1 })
    const results = await Promise.allSettled([1, 2].map(seq => batcher.add(record(seq))))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await batcher.add(record(3))).toBe('stored')
  })
})
