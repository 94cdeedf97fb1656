import { dayKinds, profileIntervals, toLocalTime } from '@selaras/shared'
import { type Flows, leastFlow } from './flows.ts'

/**
 * Flow of each lane by time of day: what to expect of a lane that has not been heard for a while.
 *
 * Days are of two kinds, a day has 96 quarters of an hour. A quarter that has passed is averaged with the same one of
 * earlier days, the newest day with `dayWeight`, so that it follows the seasons and forgets a holiday.
 */
export interface DemandProfile {
  /** [lane × slots + slot], vehicles per second; NaN: not seen yet. */
  readonly flow: Float64Array
  /** The running quarter: crossings, and seconds with data, by lane. */
  readonly crossings: Float64Array
  readonly seconds: Float64Array
  slot: number
}

/** Quarters of an hour in both kinds of day. */
export const profileSlots = dayKinds.length * profileIntervals

const quarterMs = 900_000
const dayWeight = 0.3
/** A quarter counts if the lane was heard for at least this time of it, s. */
const shortestSeconds = 450

export const createDemandProfile = (laneCount: number): DemandProfile => ({
  flow: new Float64Array(laneCount * profileSlots).fill(Number.NaN),
  crossings: new Float64Array(laneCount),
  seconds: new Float64Array(laneCount),
  slot: -1
})

/** Tells the slot of a time, Unix ms, in a time zone. Offsets of all time zones are whole quarters of an hour. */
export function createSlotClock(timeZone: string): (atMs: number) => number {
  let quarter = Number.NaN
  let slot = 0
  return atMs => {
    const now = Math.floor(atMs / quarterMs)
    if (now === quarter) return slot
    quarter = now
    const { weekday, minute } = toLocalTime(atMs, timeZone)
    const kind = dayKinds.indexOf(weekday <= 5 ? 'workday' : 'weekend')
    slot = kind * profileIntervals + Math.floor((minute * profileIntervals) / 1440)
    return slot
  }
}

/** Flow of a lane in a slot by earlier days, vehicles per second; undefined when none was seen. */
export function profileFlow({ flow }: DemandProfile, lane: number, slot: number): number | undefined {
  const known = flow[lane * profileSlots + slot]!
  return Number.isNaN(known) ? undefined : known
}

/** Counts one interval of detections that lies in `slot`. */
export function learnProfile(profile: DemandProfile, flows: Flows, slot: number, seconds: number): void {
  if (slot !== profile.slot) {
    if (profile.slot >= 0) closeSlot(profile)
    profile.slot = slot
  }
  for (let lane = 0; lane < profile.seconds.length; lane++) {
    if (flows.known[lane] === 0) continue
    profile.crossings[lane]! += flows.crossings[lane]!
    profile.seconds[lane]! += seconds
  }
}

function closeSlot({ flow, crossings, seconds, slot }: DemandProfile): void {
  for (let lane = 0; lane < seconds.length; lane++) {
    if (seconds[lane]! >= shortestSeconds) {
      const index = lane * profileSlots + slot
      const seen = crossings[lane]! / seconds[lane]!
      const before = flow[index]!
      flow[index] = Number.isNaN(before) ? seen : before + dayWeight * (seen - before)
    }
  }
  crossings.fill(0)
  seconds.fill(0)
}

/** Lets the flow of a lane whose stop line is silent go over to what earlier days had at this time. */
export function followProfile(
  profile: DemandProfile,
  flows: Flows,
  slot: number,
  seconds: number,
  memorySeconds: number
): void {
  for (let lane = 0; lane < flows.known.length; lane++) {
    if (flows.known[lane] === 1) continue
    const expected = profileFlow(profile, lane, slot)
    if (expected === undefined) continue
    const change = (expected - flows.laneFlow[lane]!) * Math.min(1, seconds / memorySeconds)
    flows.laneFlow[lane] = Math.max(leastFlow, flows.laneFlow[lane]! + change)
  }
}
