import type { Link } from '@selaras/shared'
import { Identifiers } from './identifiers.ts'
import { NearestFirst } from './nearest-first.ts'
import type { Net, NetEdge } from './net.ts'

/** Where an edge ends at a controlled stop line. */
export interface ApproachPlace {
  readonly intersectionId: string
  readonly approachId: string
}

const longestMetres = 1500
const metresPerStandingVehicle = 7.5

interface Reached {
  readonly metres: number
  readonly seconds: number
  readonly laneMetres: number
}

/** Finds, for exit edges, the nearest controlled approach that is reached without passing another signal. */
export class LinkFinder {
  readonly #net: Net
  readonly #places: ReadonlyMap<string, ApproachPlace>
  readonly #identifiers = new Identifiers()
  readonly #links = new Map<string, Link>()

  constructor(net: Net, places: ReadonlyMap<string, ApproachPlace>) {
    this.#net = net
    this.#places = places
  }

  /** Links found so far. */
  get links(): readonly Link[] {
    return [...this.#links.values()]
  }

  /** Link that an exit edge of an intersection leads into, if there is one within 1500 m without turning back. */
  find(fromIntersectionId: string, exitEdge: string): Link | undefined {
    const known = this.#links.get(`${fromIntersectionId} ${exitEdge}`)
    if (known !== undefined) return known
    const end = this.#follow(fromIntersectionId, exitEdge)
    if (end === undefined) return undefined
    const { place, metres, seconds, laneMetres } = end
    const link: Link = {
      linkId: this.#identifiers.take(`${fromIntersectionId.slice(0, 30)}-to-${place.intersectionId.slice(0, 28)}`),
      fromIntersectionId,
      toIntersectionId: place.intersectionId,
      toApproachId: place.approachId,
      lengthMetres: Math.round(metres * 100) / 100,
      freeFlowSpeedMetresPerSecond: Math.round((metres / seconds) * 100) / 100,
      storageVehicles: Math.min(5000, Math.max(1, Math.round((laneMetres / metresPerStandingVehicle) * 10) / 10))
    }
    this.#links.set(`${fromIntersectionId} ${exitEdge}`, link)
    return link
  }

  /** A way round the block back to the junction that it left is no link; joined junctions do have links to each other. */
  #isWayBack(fromIntersectionId: string, exitEdge: string, approachEdge: string): boolean {
    if (this.#places.get(approachEdge)?.intersectionId !== fromIntersectionId) return false
    return this.#net.edges.get(exitEdge)?.fromJunction === this.#net.edges.get(approachEdge)?.toJunction
  }

  #follow(fromIntersectionId: string, exitEdge: string): (Reached & { readonly place: ApproachPlace }) | undefined {
    const queue = new NearestFirst<string>()
    const reached = new Map<string, Reached>()
    const visit = (edge: NetEdge, before: Reached, junctionMetres: number) => {
      const lanes = edge.lanes.filter(({ users }) => users !== 'other')
      const lane = lanes[0]
      if (lane === undefined) return
      const metres = before.metres + junctionMetres + lane.lengthMetres
      if (!queue.offer(edge.id, metres)) return
      reached.set(edge.id, {
        metres,
        seconds: before.seconds + (junctionMetres + lane.lengthMetres) / lane.speedMetresPerSecond,
        laneMetres: before.laneMetres + lanes.length * lane.lengthMetres
      })
    }
    const first = this.#net.edges.get(exitEdge)
    if (first?.kind === 'normal') visit(first, { metres: 0, seconds: 0, laneMetres: 0 }, 0)
    for (let next = queue.take(); next !== undefined && next.distance <= longestMetres; next = queue.take()) {
      const here = reached.get(next.entry)!
      const place = this.#places.get(next.entry)
      if (place !== undefined) {
        return this.#isWayBack(fromIntersectionId, exitEdge, next.entry) ? undefined : { ...here, place }
      }
      for (const lane of this.#net.edges.get(next.entry)?.lanes ?? []) {
        for (const { to, tlsId, internalLanes, direction } of this.#net.connectionsFrom.get(lane.id) ?? []) {
          const edge = this.#net.edges.get(to.edgeId)
          if (tlsId !== undefined || direction === 't' || edge?.kind !== 'normal' || to.users === 'other') continue
          visit(
            edge,
            here,
            internalLanes.reduce((sum, { lengthMetres }) => sum + lengthMetres, 0)
          )
        }
      }
    }
    return undefined
  }
}
