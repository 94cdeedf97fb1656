import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from '../../src/store-contract.ts'
import { createDetections, detectionsRecord, startAtMs } from '../fixtures.ts'

export function describeDetections({ store, corridorId }: StoreUnderTest): void {
  const record = (...seqs: number[]) => store().record(seqs.map(seq => detectionsRecord(corridorId(), seq)))
  const read = (cursor = 0) => store().readCorridor(corridorId(), cursor)
  const readSeqs = async (cursor = 0) => (await read(cursor)).detections.map(({ message }) => message.seq)
  const readAccount = async () => (await read()).streams['i1']

  describe('record of detections', () => {
    it('gives back what was stored', async () => {
      expect(await record(0)).toEqual(['stored'])
      const { detections, cursor } = await read()
      expect(detections).toEqual([{ intersectionId: 'i1', message: createDetections(0) }])
      expect(cursor).toBeGreaterThan(0)
    })

    it('gives an empty state for a corridor that nobody knows', async () => {
      expect(await read()).toEqual({
        cursor: 0,
        detections: [],
        signals: {},
        presences: {},
        acknowledgements: {},
        plans: {},
        streams: {}
      })
    })

    it('answers in the order of the records over several corridors', async () => {
      const other = `${corridorId()}-b`
      const records = [0, 1, 0].flatMap(seq => [detectionsRecord(corridorId(), seq), detectionsRecord(other, seq + 5)])
      const outcomes = await store().record(records)
      expect(outcomes).toEqual(['stored', 'stored', 'stored', 'stored', 'duplicate', 'duplicate'])
      expect((await store().readCorridor(other, 0)).detections.map(({ message }) => message.seq)).toEqual([5, 6])
      expect(await store().record([])).toEqual([])
    })

    it('stores a message once, however often and in whatever batch it comes', async () => {
      await record(0, 1)
      expect(await record(0, 1, 2, 2)).toEqual(['duplicate', 'duplicate', 'stored', 'duplicate'])
      expect(await readSeqs()).toEqual([0, 1, 2])
      expect(await readAccount()).toMatchObject({ stored: 3, duplicates: 3, late: 0, gaps: 0, lastSeq: 2 })
    })

    it('counts missing messages, and takes one off when it arrives after all', async () => {
      await record(3, 7)
      expect(await readAccount()).toMatchObject({ stored: 2, gaps: 3, lastSeq: 7 })
      expect(await record(5, 1)).toEqual(['stored', 'stored'])
      expect(await readAccount()).toMatchObject({ stored: 4, gaps: 3, lastSeq: 7 })
      await record(2, 4, 6)
      expect(await readAccount()).toMatchObject({ stored: 7, gaps: 0, lastSeq: 7 })
    })

    it('keeps the newest 120 messages of an intersection and refuses older ones as late', async () => {
      await record(...Array.from({ length: 121 }, (_, i) => i + 10))
      expect(await readSeqs()).toHaveLength(120)
      expect((await readSeqs())[0]).toBe(11)
      expect(await record(9, 10, 11)).toEqual(['late', 'late', 'duplicate'])
      expect(await readAccount()).toMatchObject({ stored: 121, late: 2, duplicates: 1, gaps: 0, lastSeq: 130 })
    })

    it('begins again when the sender did, and refuses what is from before', async () => {
      await record(0, 1, 5)
      const rebooted = (seq: number) => detectionsRecord(corridorId(), seq, { bootAtMs: startAtMs + 60_000 })
      expect(await store().record([rebooted(0)])).toEqual(['stored'])
      expect(await record(6)).toEqual(['late'])
      expect((await read()).detections.map(({ message }) => message)).toEqual([createDetections(0, startAtMs + 60_000)])
      expect(await readAccount()).toEqual({
        bootAtMs: startAtMs + 60_000,
        lastSeq: 0,
        stored: 1,
        gaps: 0,
        duplicates: 0,
        late: 1
      })
    })

    it('keeps times and sequence numbers up to the largest ones exact', async () => {
      const seq = Number.MAX_SAFE_INTEGER
      const bootAtMs = 8.64e15
      const message = { ...createDetections(0), bootAtMs, seq }
      const largest = { ...detectionsRecord(corridorId(), 0), message }
      expect(await store().record([largest as ReturnType<typeof detectionsRecord>])).toEqual(['stored'])
      expect(await readAccount()).toMatchObject({ bootAtMs, lastSeq: seq })
      expect(await store().record([largest as ReturnType<typeof detectionsRecord>])).toEqual(['duplicate'])
    })
  })

  describe('cursor of readCorridor', () => {
    it('gives only what came since, in the order of arrival over all intersections', async () => {
      await record(0, 1)
      const { cursor } = await read()
      expect(await readSeqs(cursor)).toEqual([])
      const elsewhere = detectionsRecord(corridorId(), 8, { intersectionId: 'i2' })
      await store().record([detectionsRecord(corridorId(), 4), elsewhere, detectionsRecord(corridorId(), 3)])
      const later = await read(cursor)
      expect(later.detections.map(({ intersectionId, message }) => [intersectionId, message.seq])).toEqual([
        ['i1', 4],
        ['i2', 8],
        ['i1', 3]
      ])
      expect(await readSeqs(later.cursor)).toEqual([])
    })

    it('stays when a message changes nothing', async () => {
      await record(0)
      const { cursor } = await read()
      await record(0)
      expect((await read(cursor)).cursor).toBe(cursor)
    })

    it('starts again when it is from before the store lost everything', async () => {
      await record(0)
      expect(await readSeqs(1_000_000)).toEqual([0])
    })
  })
}
