import type { Features } from '../features.ts'
import type { PlainNetwork, Terminal } from '../network/plain.ts'
import type { Random } from '../random.ts'
import { createPathFinder } from './shortest-paths.ts'

/** Vehicles on one route, relative to the other routes of the case. */
export interface RouteFlow {
  readonly edges: readonly string[]
  /** In the first and the second half of the period. */
  readonly weights: readonly [number, number]
}

const sideStreetWeight = 0.12
const straightAcross = 3
const leastShare = 0.0005

/**
 * Who drives where: a gravity-like matrix between the ends of the network, each pair over two quick ways.
 *
 * Tidal demand favours one direction; shifting demand turns it round at half time; uneven demand loads some ends
 * several times as much as others.
 */
export function drawRouteFlows(network: PlainNetwork, features: Features, random: Random): readonly RouteFlow[] {
  const { terminals } = network
  const spread = features.demand === 'uneven' ? 4 : 1.5
  const attraction = terminals.map(({ lanes, isSideStreet }) => {
    const weight = isSideStreet ? sideStreetWeight : lanes ** 0.8
    return weight * spread ** random.between(-1, 1)
  })
  const heavy = random.pick([
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1]
  ] as const)
  const axis = features.kind === 'corridor' ? ([Math.sign(heavy[0] + heavy[1]), 0] as const) : heavy
  const finders = [0, 1].map(() => {
    const noise = new Map(network.edges.map(({ id }) => [id, random.between(0.8, 1.25)]))
    return createPathFinder(network, id => noise.get(id)!)
  })
  const pathsFrom = terminals.map(({ entryEdge }) => finders.map(find => find(entryEdge)))
  const flows: { edges: readonly string[]; weights: [number, number] }[] = []
  for (const [from, origin] of terminals.entries()) {
    for (const [to, destination] of terminals.entries()) {
      if (from === to) continue
      const base = attraction[from]! * attraction[to]! * random.between(0.6, 1.4) * preference(origin, destination)
      const weights = tides(features, along(origin, destination, axis)).map(tide => base * tide) as [number, number]
      const [first, second] = pathsFrom[from]!.map(find => find(destination.exitEdge))
      if (first === undefined || second === undefined) continue
      if (first.join() === second.join()) flows.push({ edges: first, weights })
      else for (const edges of [first, second]) flows.push({ edges, weights: [weights[0] / 2, weights[1] / 2] })
    }
  }
  const total = flows.reduce((sum, { weights }) => sum + weights[0] + weights[1], 0)
  return flows.filter(({ weights }) => weights[0] + weights[1] > leastShare * total)
}

/** Most who enter a street by its end leave it by its other end; hardly anyone drives from side street to side street. */
function preference(origin: Terminal, destination: Terminal): number {
  if (origin.isSideStreet && destination.isSideStreet) return 0.2
  if (origin.isSideStreet || destination.isSideStreet) return 1
  const sameRow = Math.abs(origin.yMetres - destination.yMetres) < 1
  const sameColumn = Math.abs(origin.xMetres - destination.xMetres) < 1
  return sameRow || sameColumn ? straightAcross : 1
}

/** From −1 (against the axis) to 1 (along it). */
function along(origin: Terminal, destination: Terminal, [x, y]: readonly [number, number]): number {
  const dx = destination.xMetres - origin.xMetres
  const dy = destination.yMetres - origin.yMetres
  return (dx * x + dy * y) / Math.max(1, Math.hypot(dx, dy))
}

function tides({ demand }: Features, along: number): readonly [number, number] {
  const tide = 2.5 ** along
  if (demand === 'tidal') return [tide, tide]
  return demand === 'shifting' ? [tide, 1 / tide] : [1, 1]
}
