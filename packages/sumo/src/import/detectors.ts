import type { ImportedApproaches } from './approaches.ts'
import { Identifiers } from './identifiers.ts'
import type { Net } from './net.ts'
import { type UpstreamLane, upstreamOf } from './upstream.ts'
import { type ImportedDetector, ownChainOf, type ZoneSettings, zonesOf } from './zones.ts'

const mostDetectors = 1024
const advanceMetres = 40

/**
 * Detectors of one intersection: stop-line counts by lane and movement, an advance line and zones for each lane,
 * zones on the feeders, and one box per movement. Zones are lengthened, then the farthest dropped, if there are too many.
 */
export function detectorsOf(
  net: Net,
  { stopLineLanes, movements }: ImportedApproaches,
  settings: ZoneSettings
): readonly ImportedDetector[] {
  const upstream = upstreamOf(net, stopLineLanes, settings.detectionMetres)
  const identifiers = new Identifiers()
  const points: ImportedDetector[] = []
  for (const { lane, laneId } of stopLineLanes) {
    const counted = new Set<string>()
    for (const { movement, exitEdge } of movements) {
      if (!movement.laneIds.includes(laneId) || counted.has(exitEdge)) continue
      counted.add(exitEdge)
      const detectorId = identifiers.take(
        `${laneId}-stop-${movement.movementId.replace(`${movement.approachId}-`, '')}`
      )
      points.push({
        detector: {
          detectorId,
          kind: 'stopLine',
          laneIds: [laneId],
          movementIds: [movement.movementId],
          nearMetres: 0,
          farMetres: 0
        },
        sumo: {
          detectorId,
          kind: 'stopLine',
          lane: lane.id,
          positionMetres: lane.lengthMetres,
          toEdges: [exitEdge]
        }
      })
    }
    points.push(advanceDetectorOf(net, laneId, ownChainOf(upstream, lane)))
  }
  for (const { movement, connections } of movements) {
    const internalLanes = connections.flatMap(connection => connection.internalLanes.map(({ id }) => id))
    if (movement.laneIds.length === 0 || internalLanes.length === 0) continue
    const { movementId, laneIds } = movement
    const detectorId = identifiers.take(`${movementId}-box`)
    points.push({
      detector: { detectorId, kind: 'box', laneIds, movementIds: [movementId], nearMetres: 0, farMetres: 0 },
      sumo: { detectorId, kind: 'box', internalLanes }
    })
  }
  return [
    ...points,
    ...fittingZones(
      mostDetectors - points.length,
      zoneMetres => zonesOf(upstream, stopLineLanes, { ...settings, zoneMetres }),
      settings.zoneMetres
    )
  ]
}

function fittingZones(
  most: number,
  zonesWith: (zoneMetres: number) => readonly ImportedDetector[],
  zoneMetres: number
): readonly ImportedDetector[] {
  const zones = zonesWith(zoneMetres)
  if (zones.length <= most) return zones
  return zonesWith(50)
    .toSorted((a, b) => a.detector.nearMetres - b.detector.nearMetres)
    .slice(0, Math.max(0, most))
}

/** Advance line 40 m upstream, or where the lane or the chain that feeds it alone begins; never inside a junction. */
function advanceDetectorOf(net: Net, laneId: string, chain: readonly UpstreamLane[]): ImportedDetector {
  const places = chain.filter(({ lane, endMetres }) => {
    return endMetres < advanceMetres && net.edges.get(lane.edgeId)?.kind === 'normal'
  })
  const { lane, endMetres } = places.at(-1)!
  const farthest = endMetres + Math.max(lane.lengthMetres - 1, lane.lengthMetres / 2)
  const distance = Math.min(advanceMetres, farthest)
  const detectorId = `${laneId}-advance`
  const nearMetres = Math.round(distance * 100) / 100
  return {
    detector: { detectorId, kind: 'advance', laneIds: [laneId], nearMetres, farMetres: nearMetres },
    sumo: {
      detectorId,
      kind: 'advance',
      lane: lane.id,
      positionMetres: Math.round((endMetres + lane.lengthMetres - distance) * 100) / 100
    }
  }
}
