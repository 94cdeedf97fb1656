import type { Net, Trace, TracedVehicle } from '@selaras/sumo'

/** A road of four edges of 100 m with signals at the ends of a and b, and a way back from c to a. */
export function createRoad(): Net {
  const lane = (edgeId: string) => ({
    id: `${edgeId}_0`,
    edgeId,
    lengthMetres: edgeId.startsWith(':') ? 10 : 100,
    speedMetresPerSecond: 10,
    users: 'road' as const
  })
  const edgeIds = ['a', 'b', 'c', 'd']
  const connect = (from: string, to: string, tlsId: string | undefined) => ({
    from: lane(from),
    to: lane(to),
    internalLanes: [lane(`:${from}${to}`)],
    tlsId,
    linkIndices: tlsId === undefined ? [] : [0],
    direction: 's'
  })
  const connections = [
    connect('a', 'b', 'first'),
    connect('b', 'c', 'second'),
    connect('c', 'd', undefined),
    connect('c', 'a', undefined)
  ]
  const edges = edgeIds.map(id => ({
    id,
    name: undefined,
    kind: 'normal' as const,
    fromJunction: undefined,
    toJunction: undefined,
    lanes: [lane(id)],
    crossedEdges: []
  }))
  return {
    drivingSide: 'right',
    edges: new Map(edges.map(edge => [edge.id, edge])),
    lanes: new Map(edges.flatMap(({ lanes }) => lanes.map(entry => [entry.id, entry]))),
    connections,
    connectionsFrom: Map.groupBy(connections, ({ from }) => from.id),
    connectionsTo: Map.groupBy(connections, ({ to }) => to.id),
    junctions: [],
    programs: new Map()
  }
}

/** Vehicles that are on one lane of their list after the other, 50 m from its beginning, a second each. */
export function traceOf(drives: Readonly<Record<string, readonly string[]>>): Trace {
  const vehicles = new Map<number, TracedVehicle[]>()
  for (const [id, lanes] of Object.entries(drives)) {
    for (const [second, lane] of lanes.entries()) {
      const present = vehicles.get(second) ?? []
      vehicles.set(second, present)
      const positionMetres = lane.startsWith(':') ? 5 : 50
      if (lane !== '') present.push({ id, lane, positionMetres, speedMetresPerSecond: 10 })
    }
  }
  return { vehicles, lights: new Map() }
}
