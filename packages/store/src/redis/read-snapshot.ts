import {
  type Decoder,
  DetectionsSchema,
  decoderOf,
  PhasePlanSchema,
  PlanAckSchema,
  PresenceSchema,
  redisKeys,
  SignalSchema
} from '@selaras/shared'
import type { Redis } from 'ioredis'
import { readCorridorScript } from '../scripts/read-corridor.ts'
import type { CorridorSnapshot, StreamAccount } from '../store.ts'
import { decodeEntry, type ReportCorruptEntry } from './corrupt-entry.ts'
import { runScript } from './run-script.ts'

const decodeDetections = decoderOf(DetectionsSchema)
const decodeSignal = decoderOf(SignalSchema)
const decodePresence = decoderOf(PresenceSchema)
const decodePlanAck = decoderOf(PlanAckSchema)
const decodePlan = decoderOf(PhasePlanSchema)

type Reply = [string, string[], string[], string[], string[], string[], string[]]

/** Reads the state of one corridor in one round trip. What is not valid is reported and left out. */
export async function readSnapshot(
  client: Redis,
  corridorId: string,
  cursor: number,
  report: ReportCorruptEntry
): Promise<CorridorSnapshot> {
  const [cursorKey, feedKey, ...hashKeys] = [
    redisKeys.detectionCursor(corridorId),
    redisKeys.detectionFeed(corridorId),
    redisKeys.signals(corridorId),
    redisKeys.presences(corridorId),
    redisKeys.acknowledgements(corridorId),
    redisKeys.plans(corridorId),
    redisKeys.streams(corridorId)
  ] as const
  const reply = await runScript(client, readCorridorScript, [cursorKey, feedKey, ...hashKeys], [cursor])
  const [newest, feed, signals, presences, acknowledgements, plans, streams] = reply as Reply
  const [signalsKey, presencesKey, acknowledgementsKey, plansKey] = hashKeys
  return {
    cursor: Number(newest),
    detections: feed.flatMap(entry => {
      const [intersectionId, json] = splitAtSpace(entry)
      const message = decodeEntry(decodeDetections, json, { key: feedKey, field: intersectionId }, report)
      return message === undefined ? [] : [{ intersectionId, message }]
    }),
    signals: decodeHash(signals, decodeSignal, signalsKey, report),
    presences: decodeHash(presences, decodePresence, presencesKey, report),
    acknowledgements: decodeHash(acknowledgements, decodePlanAck, acknowledgementsKey, report),
    plans: decodeHash(plans, decodePlan, plansKey, report),
    streams: Object.fromEntries(pairsOf(streams).map(([field, text]) => [field, toStreamAccount(text)]))
  }
}

const orderNumbers = /^\d+ \d+ \d+ /

function decodeHash<T>(
  flat: readonly string[],
  decode: Decoder<T>,
  key: string,
  report: ReportCorruptEntry
): Readonly<Record<string, T>> {
  const decoded: Record<string, T> = {}
  for (const [field, text] of pairsOf(flat)) {
    const value = decodeEntry(decode, text.replace(orderNumbers, ''), { key, field }, report)
    if (value !== undefined) decoded[field] = value
  }
  return decoded
}

const pairsOf = (flat: readonly string[]): [string, string][] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!])

function splitAtSpace(text: string): [string, string] {
  const at = text.indexOf(' ')
  return [text.slice(0, at), text.slice(at + 1)]
}

function toStreamAccount(text: string): StreamAccount {
  const [bootAtMs = 0, firstSeq = 0, lastSeq = 0, stored = 0, duplicates = 0, late = 0] = text.split(' ').map(Number)
  return { bootAtMs, lastSeq, stored, gaps: lastSeq - firstSeq + 1 - stored, duplicates, late }
}
