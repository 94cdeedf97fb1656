import type { Net, Trace } from '@selaras/sumo'

/**
 * The way through the network that passes the most signals, as vehicles drove it; of several the one driven most.
 *
 * @returns edges in driving order; empty when nobody passed a signal.
 */
export function busiestPath(net: Net, trace: Trace): readonly string[] {
  const driven = new Map<string, { edges: readonly string[]; vehicles: number; signals: number }>()
  for (const edges of edgesByVehicle(trace).values()) {
    const signals = signalsOn(net, edges)
    if (signals === undefined || signals === 0) continue
    const key = edges.join(' ')
    const path = driven.get(key) ?? { edges, vehicles: 0, signals }
    path.vehicles += 1
    driven.set(key, path)
  }
  const [best] = [...driven.values()].sort((a, b) => b.signals - a.signals || b.vehicles - a.vehicles)
  return best?.edges ?? []
}

function edgesByVehicle(trace: Trace): ReadonlyMap<string, readonly string[]> {
  const edges = new Map<string, string[]>()
  for (const vehicles of trace.vehicles.values()) {
    for (const { id, lane } of vehicles) {
      if (lane.startsWith(':')) continue
      const edge = lane.slice(0, lane.lastIndexOf('_'))
      const own = edges.get(id)
      if (own === undefined) edges.set(id, [edge])
      else if (own.at(-1) !== edge) own.push(edge)
    }
  }
  return edges
}

/** Signals between the edges; undefined for a loop, and where one edge does not lead to the next: what was between was not seen. */
function signalsOn(net: Net, edges: readonly string[]): number | undefined {
  if (new Set(edges).size < edges.length) return undefined
  const signals: string[] = []
  for (const [index, edge] of edges.slice(0, -1).entries()) {
    const connections = connectionsBetween(net, edge, edges[index + 1]!)
    if (connections.length === 0) return undefined
    signals.push(...new Set(connections.flatMap(({ tlsId }) => tlsId ?? [])))
  }
  return new Set(signals).size < signals.length ? undefined : signals.length
}

/** All lanes' ways from one edge to the next. */
export const connectionsBetween = (net: Net, from: string, to: string) =>
  (net.edges.get(from)?.lanes ?? []).flatMap(({ id }) =>
    (net.connectionsFrom.get(id) ?? []).filter(connection => connection.to.edgeId === to)
  )
