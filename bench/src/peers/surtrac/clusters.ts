import type { IntersectionView } from '../intersection-view.ts'

/** Vehicles that pass the stop line together: a job of the scheduling problem. */
export interface Cluster {
  readonly vehicles: number
  /** When the first of them could pass, s from now. */
  readonly arrivalSeconds: number
  /** From the first to the last of them at the stop line, s. */
  readonly durationSeconds: number
  /** How many come by which lane. */
  readonly byLane: ReadonlyMap<number, number>
}

/** Fewer vehicles than this, in parts of turning shares, are nobody. */
const fewestVehicles = 0.1

/**
 * The queue of a stage's lanes as the first cluster, then those who arrive, joined while the gap between them is not
 * longer than `gapSeconds`. A cluster lasts as long as its busiest lane takes to discharge.
 */
export function clustersOf(
  { rate, queue, model, horizon }: IntersectionView,
  arrivals: Float64Array,
  stage: number,
  lanes: readonly number[],
  gapSeconds: number
): readonly Cluster[] {
  const clusters: Cluster[] = []
  const service = (lane: number) => Math.max(0.05, rate[stage * model.laneCount + lane]!)
  const close = (byLane: ReadonlyMap<number, number>, arrivalSeconds: number, spanSeconds: number) => {
    const vehicles = [...byLane.values()].reduce((sum, count) => sum + count, 0)
    if (vehicles < fewestVehicles) return
    const discharge = Math.max(...[...byLane].map(([lane, count]) => count / service(lane)))
    clusters.push({ vehicles, arrivalSeconds, durationSeconds: Math.max(spanSeconds, discharge), byLane })
  }
  close(new Map(lanes.map(lane => [lane, queue[lane]!])), 0, 0)
  let open = new Map<number, number>()
  let [first, last] = [0, 0]
  for (let k = 0; k < horizon; k++) {
    let arriving = 0
    for (const lane of lanes) arriving += arrivals[lane * horizon + k]!
    if (arriving < fewestVehicles / 2) continue
    if (open.size > 0 && k - last > gapSeconds) {
      close(open, first, last - first)
      open = new Map()
    }
    if (open.size === 0) first = k
    last = k
    for (const lane of lanes) open.set(lane, (open.get(lane) ?? 0) + arrivals[lane * horizon + k]!)
  }
  if (open.size > 0) close(open, first, last - first)
  return clusters
}
