import type { StopLineLane } from './approaches.ts'
import { NearestFirst } from './nearest-first.ts'
import type { Net, NetConnection, NetLane } from './net.ts'

/** Edge length from which vehicles are expected to change lanes before the next junction. */
export const laneChangeMetres = 50

/** A lane whose vehicles reach stop lines without passing another signal. */
export interface UpstreamLane {
  readonly lane: NetLane
  /** From the downstream end of the lane to the stop line by the shortest way. */
  endMetres: number
  /** The same in free-flow time. */
  endSeconds: number
  /** The lane after it on that way; undefined at the stop line. */
  onward: NetLane | undefined
  /** Our ids of the stop-line lanes that the lane leads to without a lane change on it. */
  readonly direct: Set<string>
  /** Further stop-line lanes, reached after changing to a neighbouring lane of the same edge. */
  readonly afterChange: Set<string>
}

/** Lanes, also inside unsignalised junctions, from which the stop lines are at most `withinMetres` away. */
export function upstreamOf(
  net: Net,
  stopLineLanes: readonly StopLineLane[],
  withinMetres: number
): ReadonlyMap<NetLane, UpstreamLane> {
  const found = new Map<NetLane, UpstreamLane>()
  const atStopLine = new Set(stopLineLanes.map(({ lane }) => lane))
  for (const { lane, laneId } of stopLineLanes) {
    found.set(lane, {
      lane,
      endMetres: 0,
      endSeconds: 0,
      onward: undefined,
      direct: new Set([laneId]),
      afterChange: new Set()
    })
  }
  for (const stopLineLane of stopLineLanes) walkUpstream(net, stopLineLane, withinMetres, atStopLine, found)
  return found
}

interface Step {
  readonly endSeconds: number
  readonly onward: NetLane | undefined
}

function walkUpstream(
  net: Net,
  { lane: stopLine, laneId }: StopLineLane,
  withinMetres: number,
  atStopLine: ReadonlySet<NetLane>,
  found: Map<NetLane, UpstreamLane>
): void {
  const queue = new NearestFirst<NetLane>()
  const steps = new Map<NetLane, Step>([[stopLine, { endSeconds: 0, onward: undefined }]])
  const note = (lane: NetLane, endMetres: number, { endSeconds, onward }: Step, kind: 'direct' | 'afterChange') => {
    if (atStopLine.has(lane)) return
    const known = found.get(lane)
    if (known === undefined) {
      const upstream = {
        lane,
        endMetres,
        endSeconds,
        onward,
        direct: new Set<string>(),
        afterChange: new Set<string>()
      }
      upstream[kind].add(laneId)
      found.set(lane, upstream)
      return
    }
    const isFirstDirect = kind === 'direct' && known.direct.size === 0
    const isComparable = kind === 'direct' || known.direct.size === 0
    known[kind].add(laneId)
    if (isFirstDirect || (isComparable && endMetres < known.endMetres))
      Object.assign(known, { endMetres, endSeconds, onward })
  }
  queue.offer(stopLine, 0)
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    const { entry: lane, distance } = next
    const step = steps.get(lane)!
    if (lane.lengthMetres >= laneChangeMetres) {
      for (const neighbour of net.edges.get(lane.edgeId)?.lanes ?? []) {
        if (neighbour.users !== lane.users || !queue.offer(neighbour, distance)) continue
        steps.set(neighbour, step)
        note(neighbour, distance, step, 'afterChange')
      }
    }
    for (const { from, internalLanes } of feedersOf(net, lane)) {
      let endMetres = distance + lane.lengthMetres
      let before: Step = { endSeconds: step.endSeconds + freeFlowSeconds(lane), onward: lane }
      for (const internal of internalLanes.toReversed()) {
        if (endMetres < withinMetres) note(internal, endMetres, before, 'direct')
        endMetres += internal.lengthMetres
        before = { endSeconds: before.endSeconds + freeFlowSeconds(internal), onward: internal }
      }
      if (endMetres >= withinMetres) continue
      if (queue.offer(from, endMetres)) steps.set(from, before)
      note(from, endMetres, before, 'direct')
    }
  }
}

/**
 * Connections by which vehicles enter a lane without passing a signal.
 *
 * Turning back is left out: it is rare, and it would take everybody who drives away for somebody who approaches.
 */
export const feedersOf = (net: Net, lane: NetLane): readonly NetConnection[] =>
  (net.connectionsTo.get(lane.id) ?? []).filter(
    ({ from, tlsId, direction }) =>
      tlsId === undefined &&
      direction !== 't' &&
      from.users !== 'other' &&
      net.edges.get(from.edgeId)?.kind === 'normal'
  )

export const freeFlowSeconds = ({ lengthMetres, speedMetresPerSecond }: NetLane): number =>
  lengthMetres / speedMetresPerSecond
