import {
  type Channel,
  channels,
  type Decoder,
  decoderOf,
  findTopic,
  formatProblem,
  maximumPayloadBytes
} from '@selaras/shared'
import type { FieldRecord } from '@selaras/store'
import type { KnownDetectors } from './site-registry.ts'

export const refusalReasons = [
  'unknown-topic',
  'unknown-site',
  'oversized',
  'malformed',
  'unknown-detector',
  'late',
  'future-dated'
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** A message is taken on, or refused with a reason and the field that is wrong. */
export type Admission =
  | { readonly admitted: true; readonly record: FieldRecord }
  | { readonly admitted: false; readonly reason: RefusalReason; readonly detail: string }

export interface AdmissionContext {
  readonly nowMs: number
  /** Judge how old a message is; not under event time, which the messages themselves define. */
  readonly judgesAge: boolean
  findDetectors(corridorId: string, intersectionId: string): KnownDetectors | undefined
}

/** A message older than this says nothing about the present. */
export const oldestMs = 60_000
/** A message from a clock further ahead than this is not believed. */
export const furthestAheadMs = 10_000

const fieldChannels = ['detections', 'signal', 'presence', 'planAck', 'request', 'alarm'] as const
type FieldChannel = (typeof fieldChannels)[number]
const isFieldChannel = (channel: Channel): channel is FieldChannel => fieldChannels.some(known => known === channel)

const decoders = Object.fromEntries(fieldChannels.map(channel => [channel, decoderOf(channels[channel].schema)])) as {
  readonly [C in FieldChannel]: Decoder<Extract<FieldRecord, { channel: C }>['message']>
}

const refuse = (reason: RefusalReason, detail: string): Admission => ({ admitted: false, reason, detail })

/** Decides over one message: topic, size, shape, site, detectors and age, in this order. */
export function admitMessage(topic: string, payload: Uint8Array, context: AdmissionContext): Admission {
  const found = findTopic(topic)
  if (found === undefined || !isFieldChannel(found.channel)) {
    return refuse(
      'unknown-topic',
      `topic: expected selaras/{corridorId}/{intersectionId}/…, received "${topic.slice(0, 120)}"`
    )
  }
  if (payload.length > maximumPayloadBytes) {
    return refuse('oversized', `payload: expected at most ${maximumPayloadBytes} bytes, received ${payload.length}`)
  }
  const { site, channel } = found
  const detectors = context.findDetectors(site.corridorId, site.intersectionId)
  if (detectors === undefined) {
    return refuse(
      'unknown-site',
      `topic: expected a configured intersection, received "${site.corridorId}/${site.intersectionId}"`
    )
  }
  const decoded = decoders[channel](payload)
  if (!decoded.ok) return refuse('malformed', decoded.problems.map(formatProblem).join('; '))
  // The decoder of a channel yields the message of that channel: the pair is one member of the union.
  const record = { channel, site, receivedAtMs: context.nowMs, message: decoded.value } as FieldRecord
  return findUnknownDetector(record, detectors) ?? judgeAge(record, context) ?? { admitted: true, record }
}

function findUnknownDetector(record: FieldRecord, detectors: KnownDetectors): Admission | undefined {
  if (record.channel !== 'detections') return undefined
  const index = record.message.readings.findIndex(({ detectorId }) => !detectors.has(detectorId))
  if (index < 0) return undefined
  const { detectorId } = record.message.readings[index]!
  return refuse(
    'unknown-detector',
    `/readings/${index}/detectorId: expected a configured detector, received "${detectorId}"`
  )
}

function judgeAge(record: FieldRecord, { nowMs, judgesAge }: AdmissionContext): Admission | undefined {
  if (!judgesAge) return undefined
  const [field, atMs] = timeOf(record)
  if (atMs === undefined) return undefined
  const expected = `/${field}: expected ${nowMs - oldestMs} to ${nowMs + furthestAheadMs}, received ${atMs}`
  if (atMs > nowMs + furthestAheadMs) return refuse('future-dated', expected)
  return atMs < nowMs - oldestMs ? refuse('late', expected) : undefined
}

function timeOf(record: FieldRecord): readonly [string, number | undefined] {
  switch (record.channel) {
    case 'detections':
      return ['intervalEndAtMs', record.message.intervalEndAtMs]
    case 'signal':
    case 'planAck':
    case 'request':
      return ['producedAtMs', record.message.producedAtMs]
    case 'presence':
    case 'alarm':
      return ['', undefined]
  }
}
