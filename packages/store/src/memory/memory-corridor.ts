import type {
  Alarm,
  Corridor,
  Decision,
  Detections,
  LearntCorridor,
  PlanAck,
  Presence,
  ServiceRequest,
  Signal
} from '@selaras/shared'
import { type Placement, placementOf } from '../placement.ts'
import type { CorridorSnapshot, FieldRecord, RecordOutcome, StreamAccount } from '../store.ts'
import { CommittedPlansLog } from './committed-plans.ts'
import { DetectionRing } from './detection-ring.ts'
import { Latest } from './latest.ts'
import { Lease } from './lease.ts'

/** Everything that the memory store knows of one corridor. */
export class MemoryCorridor {
  configuration: Corridor | undefined
  learnt: LearntCorridor | undefined
  readonly lease = new Lease()
  readonly decisions = new Map<string, Decision>()
  readonly plans: CommittedPlansLog
  readonly #keptMessages: number
  readonly #rings = new Map<string, DetectionRing>()
  readonly #signals = new Latest<Signal>()
  readonly #presences = new Latest<Presence>()
  readonly #acknowledgements = new Latest<PlanAck>()
  readonly #requests = new Latest<ServiceRequest>()
  readonly #alarms = new Latest<Alarm>()
  #cursor = 0

  constructor(corridorId: string, keptMessages: number) {
    this.plans = new CommittedPlansLog(corridorId)
    this.#keptMessages = keptMessages
  }

  record(record: FieldRecord): RecordOutcome {
    const placement = placementOf(record)
    switch (record.channel) {
      case 'detections':
        return this.#ring(record.site.intersectionId).add(record.message, () => ++this.#cursor)
      case 'signal':
        return this.#signals.put(placement, record.message)
      case 'presence':
        return this.#presences.put(placement, record.message)
      case 'planAck':
        return this.#acknowledgements.put(placement, record.message)
      case 'alarm':
        return this.#alarms.put(placement, record.message)
      case 'request':
        return this.#request(placement, record.message, record.receivedAtMs)
    }
  }

  snapshot(cursor: number): CorridorSnapshot {
    const streams: Record<string, StreamAccount> = {}
    const newer: { cursor: number; intersectionId: string; message: Detections }[] = []
    // A cursor beyond the newest message is from before everything was lost.
    const after = cursor > this.#cursor ? 0 : cursor
    for (const [intersectionId, ring] of this.#rings) {
      if (ring.account !== undefined) streams[intersectionId] = ring.account
      for (const entry of ring.entries) if (entry.cursor > after) newer.push({ intersectionId, ...entry })
    }
    newer.sort((a, b) => a.cursor - b.cursor)
    return {
      cursor: this.#cursor,
      detections: newer.map(({ intersectionId, message }) => ({ intersectionId, message })),
      signals: this.#signals.toRecord(),
      presences: this.#presences.toRecord(),
      acknowledgements: this.#acknowledgements.toRecord(),
      plans: this.plans.current,
      streams
    }
  }

  #request(placement: Placement, message: ServiceRequest, nowMs: number): RecordOutcome {
    this.#requests.deleteWhere(({ expiresAtMs }) => expiresAtMs <= nowMs)
    return placement.kind === 'expired' ? 'late' : this.#requests.put(placement, message)
  }

  #ring(intersectionId: string): DetectionRing {
    const known = this.#rings.get(intersectionId)
    if (known !== undefined) return known
    const ring = new DetectionRing(this.#keptMessages)
    this.#rings.set(intersectionId, ring)
    return ring
  }
}
