import type { Net, NetConnection, NetJunction } from './net.ts'

/** Who conflicts with whom, and who yields, inside the junctions. */
export interface RightOfWay {
  /** Whether the two paths cross or merge. */
  isFoe(a: NetConnection, b: NetConnection): boolean
  /** Whether `a` has to yield to `b` when both may go. */
  yields(a: NetConnection, b: NetConnection): boolean
}

interface Place {
  readonly junction: NetJunction
  readonly request: number
}

/**
 * Reads the right-of-way matrices.
 *
 * A connection's row is its position among the connections of the junction's incoming lanes, lane by lane in file
 * order (what MSRightOfWayJunction does), and the crossings' rows follow in the order of the internal lanes. Two
 * connections into the same road lane conflict in any case. Without a row, only that is known.
 */
export function rightOfWayOf(net: Net): RightOfWay {
  const places = new Map<NetConnection, Place>()
  for (const junction of net.junctions) {
    for (const [request, connections] of requestOrderOf(net, junction).entries()) {
      for (const connection of connections) places.set(connection, { junction, request })
    }
  }
  const bit = (matrix: 'foes' | 'response', a: NetConnection, b: NetConnection): boolean => {
    const [placeA, placeB] = [places.get(a), places.get(b)]
    if (placeA === undefined || placeB === undefined || placeA.junction !== placeB.junction) return false
    return placeA.junction.requests[placeA.request]?.[matrix].at(-1 - placeB.request) === '1'
  }
  const doMerge = (a: NetConnection, b: NetConnection) => a.to === b.to && net.edges.get(a.to.edgeId)?.kind === 'normal'
  return {
    isFoe: (a, b) => a !== b && (doMerge(a, b) || bit('foes', a, b) || bit('foes', b, a)),
    yields: (a, b) => bit('response', a, b)
  }
}

/** Connections of each request of the junction; empty if their numbers disagree. */
export function requestOrderOf(net: Net, junction: NetJunction): readonly (readonly NetConnection[])[] {
  const kindOf = (laneId: string) => net.edges.get(net.lanes.get(laneId)?.edgeId ?? '')?.kind
  const vehicles = junction.incomingLanes
    .filter(laneId => kindOf(laneId) === 'normal')
    .flatMap(laneId => net.connectionsFrom.get(laneId) ?? [])
    .filter(({ to }) => kindOf(to.id) !== 'walkingarea')
    .map(connection => [connection])
  const crossings = junction.internalLanes
    .filter(laneId => kindOf(laneId) === 'crossing')
    .map(laneId => net.connectionsTo.get(laneId) ?? [])
  const order = [...vehicles, ...crossings]
  return order.length === junction.requests.length ? order : []
}
