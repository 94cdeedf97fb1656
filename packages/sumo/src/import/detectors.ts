import type { ImportedApproaches } from './approaches.ts'
import { Identifiers } from './identifiers.ts'
import type { Net } from './net.ts'
import { upstreamOf } from './upstream.ts'
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
        sumo: { detectorId, kind: 'stopLine', lane: lane.id, toEdges: [exitEdge] }
      })
    }
    points.push(advanceDetectorOf(laneId, ownChainOf(upstream, lane)))
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

function advanceDetectorOf(laneId: string, chain: ReturnType<typeof ownChainOf>): ImportedDetector {
  const chainMetres = chain.reduce((sum, { lane }) => sum + lane.lengthMetres, 0)
  const distance = Math.min(advanceMetres, Math.max(chainMetres - 1, chainMetres / 2))
  const entry = chain.findLast(({ endMetres }) => endMetres <= distance)!
  const detectorId = `${laneId}-advance`
  const nearMetres = Math.round(distance * 100) / 100
  return {
    detector: { detectorId, kind: 'advance', laneIds: [laneId], nearMetres, farMetres: nearMetres },
    sumo: {
      detectorId,
      kind: 'advance',
      lane: entry.lane.id,
      positionMetres: Math.max(0, Math.round((entry.endMetres + entry.lane.lengthMetres - distance) * 100) / 100)
    }
  }
}
