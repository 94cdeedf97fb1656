import type { Alarm, PlanAck, Presence } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import type { FieldRecord } from '../../src/store.ts'
import type { StoreUnderTest } from '../../src/store-contract.ts'
import { createRequest, createSignal, startAtMs } from '../fixtures.ts'

export function describeLatestMessages({ store, corridorId }: StoreUnderTest): void {
  const at = (receivedAtMs: number) => ({ site: { corridorId: corridorId(), intersectionId: 'i1' }, receivedAtMs })
  const record = (...records: FieldRecord[]) => store().record(records)
  const read = () => store().readCorridor(corridorId(), 0)

  const presence = (state: Presence['state']): Presence => ({
    schemaVersion: 1,
    state,
    software: 'controller 1.0',
    capabilities: []
  })
  const acknowledgement = (epoch: number, revision: number): PlanAck => ({
    schemaVersion: 1,
    producedAtMs: startAtMs,
    epoch,
    revision,
    result: 'accepted',
    problems: []
  })

  describe('record of other messages', () => {
    it('keeps the signal with the newest (bootAtMs, seq)', async () => {
      const signal = (seq: number, bootAtMs = startAtMs): FieldRecord => ({
        ...at(startAtMs),
        channel: 'signal',
        message: createSignal(seq, bootAtMs)
      })
      expect(await record(signal(5), signal(5), signal(4), signal(6))).toEqual([
        'stored',
        'duplicate',
        'late',
        'stored'
      ])
      expect((await read()).signals).toEqual({ i1: createSignal(6) })
      expect(await record(signal(0, startAtMs + 1), signal(7))).toEqual(['stored', 'late'])
      expect((await read()).signals).toEqual({ i1: createSignal(0, startAtMs + 1) })
    })

    it('keeps the presence that arrived last', async () => {
      const arrived = (receivedAtMs: number, state: Presence['state']): FieldRecord => ({
        ...at(receivedAtMs),
        channel: 'presence',
        message: presence(state)
      })
      expect(await record(arrived(10, 'online'), arrived(10, 'online'), arrived(10, 'offline'))).toEqual([
        'stored',
        'duplicate',
        'stored'
      ])
      expect(await record(arrived(20, 'shutdown'), arrived(15, 'online'))).toEqual(['stored', 'late'])
      expect((await read()).presences).toEqual({ i1: presence('shutdown') })
    })

    it('keeps the acknowledgement of the newest plan', async () => {
      const ack = (epoch: number, revision: number): FieldRecord => ({
        ...at(startAtMs),
        channel: 'planAck',
        message: acknowledgement(epoch, revision)
      })
      expect(await record(ack(1, 9), ack(2, 0), ack(2, 0), ack(1, 10))).toEqual([
        'stored',
        'stored',
        'duplicate',
        'late'
      ])
      expect((await read()).acknowledgements).toEqual({ i1: acknowledgement(2, 0) })
    })

    it('takes an alarm by intersection and code, and the clearing of it', async () => {
      const alarm = (receivedAtMs: number, code: string, active: boolean): FieldRecord => {
        const message: Alarm = { schemaVersion: 1, code, active, severity: 'warning', sinceAtMs: 1, text: 'a "text"' }
        return { ...at(receivedAtMs), channel: 'alarm', message }
      }
      const outcomes = await record(alarm(1, 'door', true), alarm(1, 'lamp', true), alarm(2, 'door', false))
      expect(outcomes).toEqual(['stored', 'stored', 'stored'])
      expect(await record(alarm(1, 'door', true), alarm(2, 'door', false))).toEqual(['late', 'duplicate'])
    })

    it('takes a request once, an update of it, and none that has expired', async () => {
      const request = (id: string, producedAtMs: number, expiresAtMs: number, receivedAtMs: number): FieldRecord => ({
        ...at(receivedAtMs),
        channel: 'request',
        message: createRequest(id, producedAtMs, expiresAtMs)
      })
      const outcomes = await record(
        request('bus-1', 100, 900, 110),
        request('bus-1', 100, 900, 120),
        request('bus-1', 200, 950, 210),
        request('bus-1', 150, 990, 220),
        request('bus-2', 100, 200, 200)
      )
      expect(outcomes).toEqual(['stored', 'duplicate', 'stored', 'late', 'late'])
    })
  })
}
