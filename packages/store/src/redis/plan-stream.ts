import { decoderOf, type PhasePlan, PhasePlanSchema, redisKeys } from '@selaras/shared'
import type { Redis } from 'ioredis'
import type { CommittedPlans } from '../store.ts'
import { decodeEntry, type ReportCorruptEntry } from './corrupt-entry.ts'

const decodePlan = decoderOf(PhasePlanSchema)
const mostCommitsAtOnce = 200

type StreamEntry = [id: string, fields: string[]]
type Positions = Readonly<Record<string, string | undefined>>

/** Positions to read after; without one: just before the corridor's newest commit, or its first commit to come. */
export async function startPositions(client: Redis, positions: Positions): Promise<Record<string, string>> {
  const starts: Record<string, string> = {}
  for (const [corridorId, position] of Object.entries(positions)) {
    if (position !== undefined) {
      starts[corridorId] = position
      continue
    }
    const [newest] = await client.xrevrange(redisKeys.planStream(corridorId), '+', '-', 'COUNT', 1)
    starts[corridorId] = newest === undefined ? '0-0' : idBefore(newest[0])
  }
  return starts
}

/** Commits after the positions; waits up to `waitMs` on the server for the first. */
export async function readPlanStreams(
  client: Redis,
  starts: Readonly<Record<string, string>>,
  waitMs: number,
  report: ReportCorruptEntry
): Promise<readonly CommittedPlans[]> {
  const corridorIdOfKey = new Map(Object.keys(starts).map(corridorId => [redisKeys.planStream(corridorId), corridorId]))
  const streams = ['STREAMS', ...corridorIdOfKey.keys(), ...Object.values(starts)]
  // BLOCK 0 would wait for ever.
  const block = waitMs > 0 ? ['BLOCK', Math.ceil(waitMs)] : []
  const reply = await client.call('XREAD', 'COUNT', mostCommitsAtOnce, ...block, ...streams)
  return ((reply ?? []) as [string, StreamEntry[]][]).flatMap(([key, entries]) =>
    entries.map(([position, fields]) => ({
      corridorId: corridorIdOfKey.get(key) ?? '',
      position,
      plans: plansOf(fields, { key, field: position }, report)
    }))
  )
}

function plansOf(fields: readonly string[], place: { key: string; field: string }, report: ReportCorruptEntry) {
  const plans: PhasePlan[] = []
  for (let i = 1; i < fields.length; i += 2) {
    const plan = decodeEntry(decodePlan, fields[i]!, place, report)
    if (plan !== undefined) plans.push(plan)
  }
  return plans
}

/** The greatest stream id below `id`. */
function idBefore(id: string): string {
  const [milliseconds = '0', sequence = '0'] = id.split('-')
  return BigInt(sequence) > 0n
    ? `${milliseconds}-${BigInt(sequence) - 1n}`
    : `${BigInt(milliseconds) - 1n}-18446744073709551615`
}
