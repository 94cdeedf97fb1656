/** Lets one line per key and period through; tells how many were held back since the last one. */
export interface RateLimit {
  /** Undefined: hold the line back. Otherwise the number of lines held back since the last one of this key. */
  admit(key: string): number | undefined
}

const mostKeys = 1000

/**
 * @param periodMs shortest time between two lines of the same key.
 * @param monotonicNow milliseconds that never step.
 */
export function createRateLimit(periodMs: number, monotonicNow: () => number): RateLimit {
  const keys = new Map<string, { nextAtMs: number; held: number }>()
  return {
    admit(key) {
      const nowMs = monotonicNow()
      const entry = keys.get(key)
      if (entry === undefined) {
        if (keys.size >= mostKeys) keys.clear()
        keys.set(key, { nextAtMs: nowMs + periodMs, held: 0 })
        return 0
      }
      if (nowMs < entry.nextAtMs) {
        entry.held++
        return undefined
      }
      const { held } = entry
      entry.nextAtMs = nowMs + periodMs
      entry.held = 0
      return held
    }
  }
}
