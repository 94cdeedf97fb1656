import type { Net, NetConnection } from './net.ts'

/** One link index of a traffic light with one of the connections that it controls. */
export interface ControlledLink {
  readonly index: number
  readonly connection: NetConnection
  readonly users: 'road' | 'rail' | 'bicycle' | 'pedestrian'
}

/** Controlled links of every traffic light, by link index and then file order. */
export function controlledLinksOf(net: Net): ReadonlyMap<string, readonly ControlledLink[]> {
  const byTls = new Map<string, ControlledLink[]>()
  for (const connection of net.connections) {
    if (connection.tlsId === undefined) continue
    const users = linkUsersOf(net, connection)
    const links = byTls.get(connection.tlsId) ?? []
    for (const index of connection.linkIndices) links.push({ index, connection, users })
    byTls.set(connection.tlsId, links)
  }
  for (const links of byTls.values()) links.sort((a, b) => a.index - b.index)
  return byTls
}

function linkUsersOf(net: Net, { from, to }: NetConnection): ControlledLink['users'] {
  const kinds = [from, to].map(lane => net.edges.get(lane.edgeId)?.kind)
  if (kinds.includes('crossing') || kinds.includes('walkingarea')) return 'pedestrian'
  if (from.users === 'road' && to.users === 'road') return 'road'
  return from.users === 'other' || to.users === 'other' ? 'bicycle' : 'rail'
}
