/** Time for the work of one tick, from a clock that the caller has. */
export interface TimeBudget {
  /** What the whole tick may take, ms; infinite without a deadline. */
  readonly limitMs: number
  /** What it has taken until now, ms. */
  elapsedMs(): number
}

/** For work that no deadline cuts. */
export const unlimitedTime: TimeBudget = { limitMs: Number.POSITIVE_INFINITY, elapsedMs: () => 0 }

/** Share of the limit that is kept for what follows the searches: whoever asked has to be answered in time. */
const reservedShare = 0.1
/** Share of an intersection's part that its search may take; the rest is for what comes before and after it. */
const searchShare = 0.8

/** Weight of a tick in what an intersection usually takes. */
const usualWeight = 0.2

/** Divides the time of ticks among intersections that are planned one after the other. */
export interface TimeShares {
  /**
   * Begins with an intersection, later ones being still to come.
   *
   * @returns whether its search has to end.
   */
  begin(intersection: number, time: TimeBudget): () => boolean
  /** Ends with the intersection. */
  end(intersection: number, time: TimeBudget): void
}

/**
 * Every search may take what is left, but for what the later ones usually take, each of them up to an equal part. So a
 * stall of the machine cuts nobody while there is time, and when all need more than there is they get the same.
 */
export function createTimeShares(intersections: number): TimeShares {
  /** What each takes; infinite before it is known. */
  const usualMs = new Float64Array(intersections).fill(Number.POSITIVE_INFINITY)
  let beganMs = 0
  return {
    begin(intersection, { limitMs, elapsedMs }) {
      beganMs = elapsedMs()
      if (limitMs === Number.POSITIVE_INFINITY) return () => false
      const leftMs = limitMs * (1 - reservedShare) - beganMs
      const equalMs = leftMs / (intersections - intersection)
      let laterMs = 0
      for (let later = intersection + 1; later < intersections; later++) laterMs += Math.min(usualMs[later]!, equalMs)
      const endMs = beganMs + searchShare * (leftMs - laterMs)
      return () => elapsedMs() >= endMs
    },
    end(intersection, { elapsedMs }) {
      const tookMs = elapsedMs() - beganMs
      const usual = usualMs[intersection]!
      usualMs[intersection] = usual === Number.POSITIVE_INFINITY ? tookMs : usual + usualWeight * (tookMs - usual)
    }
  }
}
