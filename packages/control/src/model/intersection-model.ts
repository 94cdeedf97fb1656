import {
  type Corridor,
  type Intersection,
  longestMinimumGreenSeconds,
  type Movement,
  stageMaximumGreenSeconds,
  stageTableOf
} from '@selaras/shared'

/** What a movement may do in a stage, ordered by how freely it runs. */
export const right = { stop: 0, stopThenProceed: 1, permissive: 2, protected: 3 } as const

export interface ZoneModel {
  readonly detector: number
  /** Stop-line lanes that the zone's vehicles may reach, as lane indices. */
  readonly lanes: readonly number[]
  readonly approach: number
  readonly nearMetres: number
  readonly farMetres: number
  /** On the stop-line lane itself, so that all its vehicles come by this lane. */
  readonly own: boolean
  readonly speedLimit: number
}

export interface StopLineModel {
  readonly detector: number
  readonly lane: number
  readonly movements: readonly number[]
}

export interface AdvanceModel {
  readonly detector: number
  readonly lane: number
  readonly metres: number
}

export interface BoxModel {
  readonly detector: number
  readonly movements: readonly number[]
}

/** An intersection with indices in place of ids: lanes, movements, stages and detectors count from 0. */
export interface IntersectionModel {
  readonly intersectionId: string
  readonly laneCount: number
  readonly laneIds: readonly string[]
  readonly laneApproach: readonly number[]
  /** The turn that crosses the opposing stream. */
  readonly crossingTurn: 'left' | 'right'
  readonly laneSpeedLimit: readonly number[]
  readonly laneStorageVehicles: readonly number[]
  /** Vehicles that find room where zones see the lane alone. */
  readonly laneOwnVehicles: readonly number[]
  readonly laneSaturationFlow: readonly number[]
  /** What a second of delay counts, by lane: the weight of its approach. */
  readonly laneDelayWeight: readonly number[]
  readonly laneMovements: readonly (readonly number[])[]
  readonly approachIds: readonly string[]
  readonly approachLanes: readonly (readonly number[])[]
  readonly movements: readonly Movement[]
  readonly movementLanes: readonly (readonly number[])[]
  readonly stageCount: number
  readonly stageNumbers: readonly number[]
  readonly stageIndex: ReadonlyMap<number, number>
  /** [stage][movement] → one of `right`. */
  readonly rights: readonly (readonly number[])[]
  /** [stage × stageCount + stage] → seconds from end of green to start of the next green. */
  readonly clearanceSeconds: Float64Array
  readonly minimumGreenSeconds: Float64Array
  readonly maximumGreenSeconds: Float64Array
  /** [stage][lane] → 1 when some movement of the lane has green. */
  readonly laneGreen: readonly Uint8Array[]
  /** [movement][movement] → 1 when their phases exclude each other. */
  readonly excludes: readonly Uint8Array[]
  /** [stage][movement] → 1 when the movement has to wait for gaps in a stream that the stage protects. */
  readonly yieldsAcross: readonly Uint8Array[]
  /** [stage × laneCount + lane] → the lanes of the streams that the lane's yielding turners wait for. */
  readonly opposingLanes: readonly (readonly number[])[]
  readonly detectorIds: readonly string[]
  /** [stage × laneCount + lane] → 1 when some movement of the lane is stopped or yields in the stage. */
  readonly laneWaits: Uint8Array
  /** Greens end only at whole multiples of this many seconds of Unix time; undefined: at any time. */
  readonly decisionGridSeconds: number | undefined
  readonly detectorIndex: ReadonlyMap<string, number>
  readonly detectorCount: number
  readonly zones: readonly ZoneModel[]
  /** By lane: positions in `zones` of those that its vehicles pass. */
  readonly laneZones: readonly (readonly number[])[]
  readonly stopLines: readonly StopLineModel[]
  readonly advances: readonly AdvanceModel[]
  readonly boxes: readonly BoxModel[]
}

const shortestOwnMetres = 5

const rightOf = { protected: right.protected, permissive: right.permissive, stopThenProceed: right.stopThenProceed }

/** Replaces ids by indices, once for each configuration. */
export function createIntersectionModel(
  intersection: Intersection,
  drivingSide: Corridor['drivingSide'],
  defaults: { saturationFlow: number; vehicleSpacingMetres: number }
): IntersectionModel {
  const lanes = intersection.approaches.flatMap((approach, index) => approach.lanes.map(lane => ({ lane, index })))
  const laneIndex = new Map(lanes.map(({ lane }, index) => [lane.laneId, index]))
  const { movements } = intersection
  const movementIndex = new Map(movements.map(({ movementId }, index) => [movementId, index]))
  const movementLanes = movements.map(({ laneIds }) => indicesOf(laneIds, laneIndex))
  const table = stageTableOf(intersection)
  const stageNumbers = intersection.stages.map(({ stage }) => stage)
  const rights = stageNumbers.map(stage =>
    movements.map(({ phase }) => {
      const display = table.displays.get(stage)?.get(phase)
      return display === undefined ? right.stop : rightOf[display]
    })
  )
  const laneMovements = lanes.map((_, lane) =>
    movements.map((_, index) => index).filter(index => movementLanes[index]!.includes(lane))
  )
  const detectorIndex = new Map(intersection.detectors.map(({ detectorId }, index) => [detectorId, index]))
  const zones = intersection.detectors.flatMap((detector, index) => {
    const reached = indicesOf(detector.laneIds, laneIndex)
    const first = reached[0]
    if (detector.kind !== 'zone' || first === undefined) return []
    return {
      detector: index,
      lanes: reached,
      approach: lanes[first]!.index,
      nearMetres: detector.nearMetres,
      farMetres: detector.farMetres,
      own: reached.length === 1,
      speedLimit: lanes[first]!.lane.speedLimitMetresPerSecond
    }
  })
  const stageCount = stageNumbers.length
  const crossingTurn = drivingSide === 'left' ? 'right' : 'left'
  const streams = yieldingStreams(intersection, rights, crossingTurn)
  return {
    intersectionId: intersection.intersectionId,
    laneCount: lanes.length,
    laneIds: lanes.map(({ lane }) => lane.laneId),
    laneApproach: lanes.map(({ index }) => index),
    crossingTurn,
    laneSpeedLimit: lanes.map(({ lane }) => lane.speedLimitMetresPerSecond),
    laneOwnVehicles: lanes.map(({ lane }) => ownMetres(intersection, lane.laneId) / defaults.vehicleSpacingMetres),
    laneStorageVehicles: lanes.map(({ lane }) => Math.max(1, lane.lengthMetres / defaults.vehicleSpacingMetres)),
    laneSaturationFlow: lanes.map(({ lane }) =>
      lane.saturationFlowVehiclesPerHour === undefined
        ? defaults.saturationFlow
        : lane.saturationFlowVehiclesPerHour / 3600
    ),
    laneDelayWeight: lanes.map(({ index }) => intersection.approaches[index]!.delayWeight ?? 1),
    laneMovements,
    approachIds: intersection.approaches.map(({ approachId }) => approachId),
    approachLanes: intersection.approaches.map(({ lanes: own }) =>
      indicesOf(
        own.map(({ laneId }) => laneId),
        laneIndex
      )
    ),
    movements,
    movementLanes,
    stageCount,
    stageNumbers,
    stageIndex: new Map(stageNumbers.map((stage, index) => [stage, index])),
    rights,
    clearanceSeconds: Float64Array.from({ length: stageCount * stageCount }, (_, pair) => {
      const [from, to] = [stageNumbers[Math.floor(pair / stageCount)]!, stageNumbers[pair % stageCount]!]
      return from === to ? 0 : table.transition(from, to).clearanceSeconds
    }),
    minimumGreenSeconds: Float64Array.from(stageNumbers, stage => longestMinimumGreenSeconds(intersection, stage)),
    maximumGreenSeconds: Float64Array.from(stageNumbers, stage => stageMaximumGreenSeconds(intersection, stage)),
    laneGreen: rights.map(row =>
      Uint8Array.from(laneMovements, own => (own.some(movement => row[movement]! >= right.permissive) ? 1 : 0))
    ),
    excludes: exclusionTable(intersection),
    yieldsAcross: streams.map(row => Uint8Array.from(row, waitsFor => (waitsFor.length > 0 ? 1 : 0))),
    opposingLanes: streams.flatMap(row =>
      laneMovements.map((own, lane) => {
        const waitedFor = own.flatMap(movement => row[movement]!.flatMap(stream => movementLanes[stream]!))
        return [...new Set(waitedFor)].filter(other => other !== lane)
      })
    ),
    detectorIds: intersection.detectors.map(({ detectorId }) => detectorId),
    laneWaits: Uint8Array.from(
      rights.flatMap(row => laneMovements.map(own => (own.some(movement => row[movement] !== right.protected) ? 1 : 0)))
    ),
    decisionGridSeconds: intersection.decisionGridSeconds,
    detectorIndex,
    detectorCount: intersection.detectors.length,
    zones,
    laneZones: lanes.map((_, lane) => zones.flatMap((zone, index) => (zone.lanes.includes(lane) ? index : []))),
    stopLines: intersection.detectors.flatMap((detector, index) => {
      const lane = laneIndex.get(detector.laneIds[0] ?? '')
      if (detector.kind !== 'stopLine' || lane === undefined) return []
      return { detector: index, lane, movements: indicesOf(detector.movementIds ?? [], movementIndex) }
    }),
    advances: intersection.detectors.flatMap((detector, index) => {
      const lane = laneIndex.get(detector.laneIds[0] ?? '')
      if (detector.kind !== 'advance' || lane === undefined) return []
      return { detector: index, lane, metres: detector.nearMetres }
    }),
    boxes: intersection.detectors.flatMap((detector, index) =>
      detector.kind === 'box'
        ? { detector: index, movements: indicesOf(detector.movementIds ?? [], movementIndex) }
        : []
    )
  }
}

/** Length over which zones see the lane alone, m; that of a vehicle where none does. */
function ownMetres({ detectors }: Intersection, laneId: string): number {
  let metres = 0
  for (const { kind, laneIds, nearMetres, farMetres } of detectors) {
    if (kind === 'zone' && laneIds.length === 1 && laneIds[0] === laneId) metres += farMetres - nearMetres
  }
  return Math.max(metres, shortestOwnMetres)
}

const indicesOf = (ids: readonly string[], index: ReadonlyMap<string, number>): number[] =>
  ids.flatMap(id => index.get(id) ?? [])

function exclusionTable({ movements, conflicts }: Intersection): Uint8Array[] {
  const pair = (a: number, b: number) => `${a} ${b}`
  const exclusive = new Set(
    conflicts.filter(({ kind }) => kind === 'exclusive').flatMap(({ phases: [a, b] }) => [pair(a, b), pair(b, a)])
  )

  return movements.map(a => Uint8Array.from(movements, b => (exclusive.has(pair(a.phase, b.phase)) ? 1 : 0)))
}

/** [stage][movement] → protected movements that a permissive turn across the opposing stream waits for. */
function yieldingStreams(
  { movements, conflicts }: Intersection,
  rights: readonly (readonly number[])[],
  crossingTurn: 'left' | 'right'
): number[][][] {
  const pair = (a: number, b: number) => `${a} ${b}`
  const meeting = new Set(
    conflicts.filter(({ kind }) => kind === 'permissive').flatMap(({ phases: [a, b] }) => [pair(a, b), pair(b, a)])
  )
  return rights.map(row =>
    movements.map(({ turn, phase }, movement) => {
      if (row[movement] !== right.permissive || (turn !== crossingTurn && turn !== 'uTurn')) return []
      return movements.flatMap((other, index) =>
        row[index] === right.protected && meeting.has(pair(phase, other.phase)) ? index : []
      )
    })
  )
}

export interface LinkModel {
  readonly linkId: string
  readonly toIntersection: number
  readonly toApproach: number
  readonly travelSeconds: number
  readonly lengthMetres: number
  readonly storageVehicles: number
}

/** The corridor's links with indices; a link that leads nowhere known is left out. */
export function createLinkModels(
  corridor: Corridor,
  models: readonly IntersectionModel[]
): ReadonlyMap<string, LinkModel> {
  const indexOf = new Map(models.map(({ intersectionId }, index) => [intersectionId, index]))
  const links = new Map<string, LinkModel>()
  for (const link of corridor.links) {
    const toIntersection = indexOf.get(link.toIntersectionId)
    const toApproach =
      toIntersection === undefined ? -1 : models[toIntersection]!.approachIds.indexOf(link.toApproachId)
    if (toIntersection === undefined || toApproach < 0) continue
    links.set(link.linkId, {
      linkId: link.linkId,
      toIntersection,
      toApproach,
      travelSeconds: link.lengthMetres / link.freeFlowSpeedMetresPerSecond,
      lengthMetres: link.lengthMetres,
      storageVehicles: link.storageVehicles
    })
  }
  return links
}
