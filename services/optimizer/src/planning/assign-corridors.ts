/** What one thread has to do, ms per tick. */
const loadOf = (seats: readonly Load[]): number => seats.reduce((sum, { costMs }) => sum + costMs, 0)

/** A corridor's planner with its mean plan time. */
export interface Load {
  readonly costMs: number
}

/** The busiest thread has to gain this share before planners move: a move costs what they know of the last minute. */
const worthwhileGain = 0.2

/**
 * Divides planners among threads by their cost, the longest first to the thread with the least to do (Graham 1969: the
 * busiest gets at most 4/3 of the optimum).
 *
 * @param current planners by thread, of at most `threads` threads.
 * @returns planners by thread, the same threads in the same order; undefined when nothing better is worth a move.
 */
export function assignCorridors<L extends Load>(
  current: readonly (readonly L[])[],
  threads: number
): readonly (readonly L[])[] | undefined {
  const parts: L[][] = Array.from({ length: threads }, () => [])
  for (const load of current.flat().toSorted((a, b) => b.costMs - a.costMs)) {
    const least = parts.reduce((best, part) => (loadOf(part) < loadOf(best) ? part : best))
    least.push(load)
  }
  const busiest = (all: readonly (readonly L[])[]) => Math.max(0, ...all.map(loadOf))
  if (busiest(parts) > (1 - worthwhileGain) * busiest(current)) return undefined
  return keepInPlace(parts, current)
}

/** Hands each part to the thread that holds most of it already. */
function keepInPlace<L extends Load>(parts: readonly L[][], current: readonly (readonly L[])[]): L[][] {
  const left = new Set(parts)
  const shared = (part: readonly L[], own: readonly L[]) => loadOf(part.filter(load => own.includes(load)))
  return parts.map((_, thread) => {
    const own = current[thread] ?? []
    const best = [...left].reduce((a, b) => (shared(b, own) > shared(a, own) ? b : a))
    left.delete(best)
    return best
  })
}
