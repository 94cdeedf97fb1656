import { createLinkTraffic, enterLink, forgetArrived, type LinkTraffic, underWayAt } from '@selaras/control'
import type { IntersectionView, PeerCorridor } from '../intersection-view.ts'
import { sightsOf } from '../seen-vehicles.ts'

/** Vehicles that a schedule releases from a lane, evenly between two times, s from now. */
export interface Release {
  readonly lane: number
  readonly vehicles: number
  readonly fromSeconds: number
  readonly untilSeconds: number
}

/** What intersections tell each other: the vehicles that they have released and those that they are going to. */
export interface Neighbours {
  /** Arrivals of an intersection with what comes along its links from beyond sight: [lane × horizon + k]. */
  arrivalsAt(view: IntersectionView): Float64Array
  /** Replaces what an intersection had announced. */
  announce(view: IntersectionView, releases: readonly Release[]): void
}

export function createNeighbours({ models, links }: PeerCorridor, horizon: number): Neighbours {
  const traffic = new Map([...links].map(([linkId, link]) => [linkId, createLinkTraffic(link, horizon)]))
  const inbound = models.map((_, index) => [...traffic.values()].filter(({ link }) => link.toIntersection === index))
  const sights = models.map(sightsOf)
  return {
    arrivalsAt(view) {
      noteCrossings(view, traffic)
      const arrivals = Float64Array.from(view.arrivals)
      for (const link of inbound[view.index]!) {
        forgetArrived(link, view.nowSeconds)
        const { travelSeconds, lengthMetres, toApproach } = link.link
        const seenSeconds = Math.ceil((travelSeconds * sights[view.index]![toApproach]!) / lengthMetres)
        for (let k = 0; k < horizon; k++) {
          const coming = link.expected[k]! + (k >= seenSeconds ? underWayAt(link, view.nowSeconds, k) : 0)
          if (coming > 0) spread(view, arrivals, toApproach, k, coming)
        }
      }
      return arrivals
    },
    announce(view, releases) {
      const { model, shares } = view
      for (const { linkId } of model.movements) traffic.get(linkId ?? '')?.expected.fill(0)
      for (const { lane, vehicles, fromSeconds, untilSeconds } of releases) {
        const seconds = Math.max(1, Math.round(untilSeconds - fromSeconds))
        for (const [position, movement] of model.laneMovements[lane]!.entries()) {
          const link = traffic.get(model.movements[movement]!.linkId ?? '')
          if (link === undefined) continue
          const perSecond = (vehicles * shares[lane]![position]!) / seconds
          const first = Math.round(fromSeconds + link.link.travelSeconds)
          for (let k = first; k < first + seconds && k < horizon; k++) link.expected[k]! += perSecond
        }
      }
    }
  }
}

function noteCrossings(view: IntersectionView, traffic: ReadonlyMap<string, LinkTraffic>): void {
  const { model, nowSeconds } = view
  for (const [index, { movements }] of model.stopLines.entries()) {
    const vehicles = view.crossed(index)
    if (!(vehicles > 0)) continue
    for (const movement of movements) {
      const link = traffic.get(model.movements[movement]!.linkId ?? '')
      if (link !== undefined) enterLink(link, nowSeconds, vehicles / movements.length)
    }
  }
}

/** Over the lanes of an approach by their flow. */
function spread(
  { model, flow, horizon }: IntersectionView,
  arrivals: Float64Array,
  approach: number,
  k: number,
  vehicles: number
): void {
  const lanes = model.approachLanes[approach]!
  const total = lanes.reduce((sum, lane) => sum + flow[lane]!, 0)
  for (const lane of lanes) arrivals[lane * horizon + k]! += (vehicles * flow[lane]!) / total
}
