import type { Net, NetLane } from './net.ts'
import { feedersOf } from './upstream.ts'

const longestMetres = 500

/** From the stop line upstream to where the chain of lanes that feeds this lane, and no other, begins; at most 500 m. */
export function storageMetresOf(net: Net, stopLineLane: NetLane): number {
  let metres = stopLineLane.lengthMetres
  const visited = new Set([stopLineLane])
  for (let lane = stopLineLane; metres < longestMetres; ) {
    const [feeder, ...others] = feedersOf(net, lane)
    if (feeder === undefined || others.length > 0 || visited.has(feeder.from)) break
    if (net.connectionsFrom.get(feeder.from.id)?.length !== 1) break
    lane = feeder.from
    visited.add(lane)
    metres += lane.lengthMetres + feeder.internalLanes.reduce((sum, internal) => sum + internal.lengthMetres, 0)
  }
  return Math.min(longestMetres, metres)
}
