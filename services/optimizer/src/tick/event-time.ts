import type { Signal } from '@selaras/shared'

/** Decides when, on event time, a corridor is due. */
export interface EventTime {
  /**
   * Time of the tick that is due, or undefined while something is still to come. A time that was returned is done:
   * the next lies at least one period later.
   *
   * @param newestEndAtMs newest detection interval end, by intersection.
   * @param monotonicMs real time, for patience.
   */
  findTickMs(
    newestEndAtMs: ReadonlyMap<string, number>,
    signals: Readonly<Record<string, Signal>>,
    monotonicMs: number
  ): number | undefined
}

const periodMs = 1000
/** Intersections this far behind the foremost count as silent. */
const spreadMs = 5000

/**
 * A tick is due as soon as every awaited intersection has reported an interval that ends a period after the last
 * tick, and the signal state that goes with it. All are awaited at first; one that kept a tick waiting in vain is
 * not awaited again until it reports.
 *
 * @param patienceMs how long missing detections are waited for, real time.
 * @param signalPatienceMs how long, once detections are complete, missing signal states are waited for.
 */
export function createEventTime(
  intersectionIds: readonly string[],
  patienceMs: number,
  signalPatienceMs: number
): EventTime {
  let lastMs = Number.NEGATIVE_INFINITY
  let awaited: readonly string[] = intersectionIds
  let awaitedSignals = new Set(intersectionIds)
  let waitingSinceMs: number | undefined
  let completeSinceMs: number | undefined

  return {
    findTickMs(newestEndAtMs, signals, monotonicMs) {
      // Without a single report there is no event time yet.
      if (newestEndAtMs.size === 0) return undefined
      const floorMs = Math.max(lastMs + periodMs, Math.max(...newestEndAtMs.values()) - spreadMs)
      const hasReported = (intersectionId: string) => (newestEndAtMs.get(intersectionId) ?? -1) >= floorMs
      const reported = intersectionIds.filter(hasReported)
      if (reported.length === 0) return undefined
      waitingSinceMs ??= monotonicMs
      if (!awaited.every(hasReported) && monotonicMs - waitingSinceMs < patienceMs) return undefined

      const tickMs = Math.min(...reported.map(intersectionId => newestEndAtMs.get(intersectionId)!))
      completeSinceMs ??= monotonicMs
      const hasSignal = (intersectionId: string) => (signals[intersectionId]?.producedAtMs ?? -1) >= tickMs
      const complete = reported.every(
        intersectionId => !awaitedSignals.has(intersectionId) || hasSignal(intersectionId)
      )
      if (!complete && monotonicMs - completeSinceMs < signalPatienceMs) return undefined

      awaited = reported
      awaitedSignals = new Set(intersectionIds.filter(hasSignal))
      waitingSinceMs = undefined
      completeSinceMs = undefined
      lastMs = tickMs
      return tickMs
    }
  }
}
