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

/** Divides what is left of a tick among the intersections that are still to be planned. */
export interface TimeShares {
  /**
   * Begins with the next intersection.
   *
   * @returns whether its search has to end.
   */
  next(): () => boolean
}

/** Equal parts of what is left: nobody has less than the first, and what one does not need is divided among the others. */
export function shareTime({ limitMs, elapsedMs }: TimeBudget, intersections: number): TimeShares {
  const usableMs = limitMs * (1 - reservedShare)
  let left = intersections
  return {
    next() {
      const nowMs = elapsedMs()
      const endMs = nowMs + (searchShare * (usableMs - nowMs)) / left--
      return () => elapsedMs() >= endMs
    }
  }
}
