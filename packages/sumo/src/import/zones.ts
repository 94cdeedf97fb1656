import type { Detector } from '@selaras/shared'
import type { LaneSegment, SumoDetector } from '../sumo-network.ts'
import type { StopLineLane } from './approaches.ts'
import type { NetLane } from './net.ts'
import { freeFlowSeconds, laneChangeMetres, type UpstreamLane } from './upstream.ts'

export interface ImportedDetector {
  readonly detector: Detector
  readonly sumo: SumoDetector
}

export interface ZoneSettings {
  readonly detectionMetres: number
  readonly zoneMetres: number
}

const longestZoneMetres = 50
/** The zone at the stop line holds one standing vehicle, so that it tells presence. */
const stopLineZoneMetres = 8
/** A rest shorter than this joins the neighbouring zones. */
const restMetres = 5
/** Nothing shorter is worth a zone. */
const shortestZoneMetres = 2
const mostLanes = 32

/** Zones over the upstream lanes: runs of lanes that lead to the same stop-line lanes, cut into zones. */
export function zonesOf(
  upstream: ReadonlyMap<NetLane, UpstreamLane>,
  stopLineLanes: readonly StopLineLane[],
  settings: ZoneSettings
): readonly ImportedDetector[] {
  const laneIdOf = new Map(stopLineLanes.map(({ lane, laneId }) => [lane, laneId]))
  let feeders = 0
  return runsOf(upstream).flatMap(run => {
    const nearest = run[0]!
    const laneId = laneIdOf.get(nearest.lane)
    const reached = nearest.direct.size > 0 ? nearest.direct : nearest.afterChange
    const skipped = nearest.direct.size > 0 ? 0 : laneChangeMetres
    const begin = nearest.endMetres + skipped
    const runEnd = run.reduce((end, { lane }) => end + lane.lengthMetres, nearest.endMetres)
    const cuts = cutsOf(begin, Math.min(runEnd, settings.detectionMetres), laneId !== undefined, settings.zoneMetres)
    if (cuts.length < 2) return []
    if (laneId === undefined) feeders += 1
    const name = laneId ?? `f${feeders}`
    return cuts.slice(1).map((farMetres, position): ImportedDetector => {
      const nearMetres = cuts[position]!
      const detectorId = `${name}-z${position + 1}`
      return {
        detector: {
          detectorId,
          kind: 'zone',
          laneIds: [...reached].sort().slice(0, mostLanes),
          nearMetres: rounded(nearMetres),
          farMetres: rounded(farMetres),
          freeFlowTravelSeconds: rounded(secondsFrom(run, farMetres))
        },
        sumo: { detectorId, kind: 'zone', segments: segmentsOf(run, nearMetres, farMetres) }
      }
    })
  })
}

/** The chain of lanes upstream of a stop line whose vehicles all go to that lane. */
export function ownChainOf(upstream: ReadonlyMap<NetLane, UpstreamLane>, stopLine: NetLane): readonly UpstreamLane[] {
  return runsOf(upstream).find(([nearest]) => nearest?.lane === stopLine) ?? []
}

/** Joins lanes that follow each other without a branch and lead to the same stop-line lanes; nearest lane first. */
function runsOf(upstream: ReadonlyMap<NetLane, UpstreamLane>): readonly (readonly UpstreamLane[])[] {
  const leading = [...upstream.values()].filter(({ direct }) => direct.size > 0)
  const feeders = Map.groupBy(leading, ({ onward }) => onward)
  const continues = (entry: UpstreamLane): boolean => {
    const onward = entry.onward === undefined ? undefined : upstream.get(entry.onward)
    if (onward === undefined || feeders.get(onward.lane)!.length > 1) return false
    return (
      entry.direct.size > 0 &&
      entry.direct.size === onward.direct.size &&
      [...entry.direct].every(id => onward.direct.has(id))
    )
  }
  return [...upstream.values()]
    .filter(entry => !continues(entry))
    .sort((a, b) => a.endMetres - b.endMetres)
    .map(nearest => {
      const run = [nearest]
      for (let last = nearest; ; ) {
        const [next] = feeders.get(last.lane) ?? []
        if (next === undefined || !continues(next)) return run
        run.push(next)
        last = next
      }
    })
}

/** Ends of the zones from near to far. */
function cutsOf(begin: number, end: number, fromStopLine: boolean, zoneMetres: number): readonly number[] {
  if (end - begin < (fromStopLine ? 0.1 : shortestZoneMetres)) return []
  const cuts = [begin]
  if (fromStopLine && end - begin > stopLineZoneMetres + restMetres) cuts.push(begin + stopLineZoneMetres)
  const first = cuts.at(-1)!
  const longest = Math.min(longestZoneMetres, zoneMetres)
  const even = Math.max(1, Math.ceil((end - first - restMetres) / longest))
  const count = (end - first) / even > longestZoneMetres ? even + 1 : even
  for (let cut = 1; cut <= count; cut++) cuts.push(first + ((end - first) * cut) / count)
  return cuts
}

function segmentsOf(run: readonly UpstreamLane[], nearMetres: number, farMetres: number): readonly LaneSegment[] {
  const segments: LaneSegment[] = []
  let end = run[0]!.endMetres
  for (const { lane } of run) {
    const near = Math.max(nearMetres, end)
    const far = Math.min(farMetres, end + lane.lengthMetres)
    if (far > near) {
      const lengthFromBegin = (distance: number) => rounded(Math.max(0, end + lane.lengthMetres - distance))
      segments.push({ lane: lane.id, fromMetres: lengthFromBegin(far), toMetres: lengthFromBegin(near) })
    }
    end += lane.lengthMetres
  }
  return segments
}

/** Free-flow time from a point of the run to the stop line. */
function secondsFrom(run: readonly UpstreamLane[], metres: number): number {
  let end = run[0]!.endMetres
  let seconds = run[0]!.endSeconds
  for (const { lane } of run) {
    const share = Math.min(1, Math.max(0, (metres - end) / lane.lengthMetres))
    seconds += share * freeFlowSeconds(lane)
    end += lane.lengthMetres
  }
  return seconds
}

const rounded = (value: number): number => Math.round(value * 100) / 100
