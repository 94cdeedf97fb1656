import type { FieldRecord } from './store.ts'

/**
 * How the newest of two records of one place is found. `stream`: all are kept for a while, by (bootAtMs, seq).
 * `sequenced`: the sender's order decides, and an equal order is a duplicate. `received`: the time of arrival decides,
 * and only an equal message is a duplicate. `request`: like `sequenced`, until it expires. `expired`: never kept.
 */
export type PlacementKind = 'stream' | 'sequenced' | 'received' | 'request' | 'expired'

/** Where a record is kept and what orders it. */
export interface Placement {
  readonly kind: PlacementKind
  readonly collection: 'detections' | 'signals' | 'presences' | 'acknowledgements' | 'requests' | 'alarms'
  /** Place within the collection: the intersection, and for requests and alarms which of its. */
  readonly field: string
  /** Compared from left to right. */
  readonly order: readonly [number, number, number]
}

/** Where `record` belongs; the same for every kind of store. */
export function placementOf(record: FieldRecord): Placement {
  const field = record.site.intersectionId
  switch (record.channel) {
    case 'detections':
      return {
        kind: 'stream',
        collection: 'detections',
        field,
        order: [record.message.bootAtMs, record.message.seq, 0]
      }
    case 'signal':
      return {
        kind: 'sequenced',
        collection: 'signals',
        field,
        order: [record.message.bootAtMs, record.message.seq, 0]
      }
    case 'planAck': {
      const { epoch, revision, producedAtMs } = record.message
      return { kind: 'sequenced', collection: 'acknowledgements', field, order: [epoch, revision, producedAtMs] }
    }
    case 'presence':
      return { kind: 'received', collection: 'presences', field, order: [record.receivedAtMs, 0, 0] }
    case 'alarm': {
      const alarm = `${field}/${record.message.code}`
      return { kind: 'received', collection: 'alarms', field: alarm, order: [record.receivedAtMs, 0, 0] }
    }
    case 'request': {
      const { requestId, producedAtMs, expiresAtMs } = record.message
      const kind = expiresAtMs <= record.receivedAtMs ? 'expired' : 'request'
      return { kind, collection: 'requests', field: `${field}/${requestId}`, order: [producedAtMs, expiresAtMs, 0] }
    }
  }
}

/** Negative when `a` is before `b`, 0 when they are equal. */
export function compareOrder(a: Placement['order'], b: Placement['order']): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}
