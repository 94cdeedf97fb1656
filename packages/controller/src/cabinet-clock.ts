import type { Clock } from '@selaras/shared'

/** What a cabinet's own time is now, and by how much the wall clock has just corrected it. */
export interface CabinetTime {
  readonly nowMs: number
  readonly correctedByMs: number
  readonly monotonicMs: number
}

/** Differences below this are left alone: they are the two clocks' jitter. */
const smallestCorrectionMs = 20

/**
 * Reads wall time that runs by the monotonic clock. Intervals that road users see are thus measured by a clock that
 * never steps, and a correction of the wall clock is reported instead of shortening somebody's green.
 */
export function createCabinetClock(clock: Clock): () => CabinetTime {
  const difference = () => Math.round(clock.now() - clock.monotonicNow())
  let offsetMs = difference()
  return () => {
    const monotonicMs = Math.round(clock.monotonicNow())
    const offMs = difference() - offsetMs
    const correctedByMs = Math.abs(offMs) < smallestCorrectionMs ? 0 : offMs
    offsetMs += correctedByMs
    return { nowMs: monotonicMs + offsetMs, correctedByMs, monotonicMs }
  }
}
