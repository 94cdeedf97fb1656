import type { Detections } from '@selaras/shared'

export interface ArrivedDetections {
  readonly intersectionId: string
  readonly message: Detections
}

export interface DetectionSelection {
  /** Oldest first; every interval ends after all earlier ones of its intersection. */
  readonly accepted: readonly ArrivedDetections[]
  /** `late`: not newer than one taken already; `future`: from a clock that is ahead; `backlog`: from before our time. */
  readonly ignored: Readonly<Record<'late' | 'future' | 'backlog', number>>
}

/**
 * The messages that the planner may learn from: time runs forward for each intersection, and nothing dated after
 * `latestMs` may stop newer data from being taken.
 *
 * @param newestEndAtMs newest interval end taken so far, by intersection; brought up to date here.
 * @param onlyNewest true at the first read: of the kept messages only the last of each intersection is used, because
 *   the signal states that went with the others are gone.
 */
export function selectDetections(
  arrived: readonly ArrivedDetections[],
  newestEndAtMs: Map<string, number>,
  latestMs: number,
  onlyNewest: boolean
): DetectionSelection {
  const ignored = { late: 0, future: 0, backlog: 0 }
  const accepted: ArrivedDetections[] = []
  const ordered = arrived.toSorted((a, b) => a.message.intervalEndAtMs - b.message.intervalEndAtMs)
  for (const entry of ordered) {
    const { intervalEndAtMs } = entry.message
    if (intervalEndAtMs > latestMs) ignored.future++
    else if (intervalEndAtMs <= (newestEndAtMs.get(entry.intersectionId) ?? -1)) ignored.late++
    else {
      newestEndAtMs.set(entry.intersectionId, intervalEndAtMs)
      accepted.push(entry)
    }
  }
  if (!onlyNewest) return { accepted, ignored }
  const newest = accepted.filter(
    ({ intersectionId, message }) => newestEndAtMs.get(intersectionId) === message.intervalEndAtMs
  )
  ignored.backlog = accepted.length - newest.length
  return { accepted: newest, ignored }
}
