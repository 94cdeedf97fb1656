import type { PlainNetwork, Turn } from '../network/plain.ts'

const turnSeconds: Readonly<Record<Turn, number>> = { near: 6, through: 2, far: 15 }

/** Finds the quickest way from an entry edge to every edge, over connections that exist. */
export type FindPaths = (entryEdge: string) => (exitEdge: string) => readonly string[] | undefined

/**
 * Dijkstra's algorithm over edges, with a penalty for each turn.
 *
 * @param weightOf How unattractive an edge is; 1 takes its free travel time.
 */
export function createPathFinder(network: PlainNetwork, weightOf: (edgeId: string) => number): FindPaths {
  const seconds = new Map(
    network.edges.map(({ id, lengthMetres, speedMetresPerSecond }) => [
      id,
      weightOf(id) * (lengthMetres / speedMetresPerSecond)
    ])
  )
  const connections = [...network.connections, ...network.signals.flatMap(signal => signal.connections)]
  const onward = Map.groupBy(connections, ({ from }) => from)
  return entryEdge => {
    const cost = new Map([[entryEdge, 0]])
    const before = new Map<string, string>()
    const open = new Set([entryEdge])
    while (open.size > 0) {
      const edge = [...open].reduce((a, b) => (cost.get(b)! < cost.get(a)! ? b : a))
      open.delete(edge)
      for (const { to, turn } of onward.get(edge) ?? []) {
        const reached = cost.get(edge)! + turnSeconds[turn] + seconds.get(to)!
        if (reached >= (cost.get(to) ?? Number.POSITIVE_INFINITY)) continue
        cost.set(to, reached)
        before.set(to, edge)
        open.add(to)
      }
    }
    return exitEdge => {
      if (!cost.has(exitEdge)) return undefined
      const path = [exitEdge]
      while (path[0] !== entryEdge) path.unshift(before.get(path[0]!)!)
      return path
    }
  }
}
