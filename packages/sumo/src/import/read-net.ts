import { ImportNetworkError } from './import-network-error.ts'
import type { Net, NetConnection, NetLane } from './net.ts'
import { parseNet, type RawConnection, type RawNet } from './raw-net.ts'

/**
 * Reads the text of a SUMO `.net.xml` and resolves its references.
 *
 * @throws {ImportNetworkError} `malformed` or `inconsistent` (a connection between lanes that do not exist).
 */
export function readNet(netXml: string, fileName?: string): Net {
  const raw = parseNet(netXml, fileName)
  const edges = new Map(raw.edges.map(edge => [edge.id, edge]))
  const lanes = new Map(raw.edges.flatMap(edge => edge.lanes).map(lane => [lane.id, lane]))
  const connections = resolveConnections(raw, edges, lanes, problem => {
    throw new ImportNetworkError({ kind: 'inconsistent', fileName, problem })
  })
  const programs = new Map<string, RawNet['programs'][number]>()
  for (const program of raw.programs) {
    if (!programs.has(program.tlsId) || program.programId === '0') programs.set(program.tlsId, program)
  }
  return {
    drivingSide: raw.leftHand ? 'left' : 'right',
    edges,
    lanes,
    connections,
    connectionsFrom: Map.groupBy(connections, ({ from }) => from.id),
    connectionsTo: Map.groupBy(connections, ({ to }) => to.id),
    junctions: raw.junctions,
    programs
  }
}

function resolveConnections(
  raw: RawNet,
  edges: ReadonlyMap<string, RawNet['edges'][number]>,
  lanes: ReadonlyMap<string, NetLane>,
  fail: (problem: string) => never
): readonly NetConnection[] {
  const laneOf = (edgeId: string, index: number): NetLane =>
    edges.get(edgeId)?.lanes[index] ??
    fail(`a connection names lane ${index} of edge "${edgeId}", which does not exist`)
  const isInternal = ({ from }: RawConnection) => edges.get(from)?.kind === 'internal'
  const onwardOf = new Map(
    raw.connections.filter(isInternal).map(connection => [laneOf(connection.from, connection.fromLane).id, connection])
  )
  const internalLanesOf = ({ via }: RawConnection): readonly NetLane[] => {
    const path: NetLane[] = []
    for (let id = via; id !== undefined; id = onwardOf.get(id)?.via) {
      const lane = lanes.get(id) ?? fail(`a connection runs over lane "${id}", which does not exist`)
      if (path.includes(lane)) return fail(`the lanes inside the junction run in a circle over "${id}"`)
      path.push(lane)
    }
    return path
  }
  return raw.connections
    .filter(connection => !isInternal(connection))
    .map(connection => ({
      from: laneOf(connection.from, connection.fromLane),
      to: laneOf(connection.to, connection.toLane),
      internalLanes: internalLanesOf(connection),
      tlsId: connection.tlsId,
      linkIndices: connection.linkIndices,
      direction: connection.direction
    }))
}
