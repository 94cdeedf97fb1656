import type {
  Approach,
  Conflict,
  Corridor,
  Detector,
  Intersection,
  Link,
  Movement,
  Phase,
  Stage
} from '@selaras/shared'
import type { ApproachDemand, Demand } from '../demand.ts'
import { websterPlan } from './webster.ts'

/**
 * A demonstration corridor: a main street of four signals in the manner of central Kuala Lumpur. Left-hand traffic,
 * two through lanes and a right-turn lane each way on the main street, side streets with a shared and a right-turn
 * lane. Invented, not surveyed.
 */
const speed = 13.9
const names = ['Jalan Melati', 'Jalan Cempaka', 'Jalan Kenanga', 'Jalan Teratai']
const linkMetres = [240, 310, 260]
const entryMetres = 300
/** Entry flows in vehicles per hour: the main street from both ends, and each side street from north and south. */
const mainFlow = { west: 900, east: 760 }
const sideFlow = [
  { north: 260, south: 300 },
  { north: 330, south: 210 },
  { north: 190, south: 350 },
  { north: 300, south: 240 }
]
const turning = { main: { left: 0.1, through: 0.8, right: 0.1 }, side: { left: 0.25, through: 0.5, right: 0.25 } }

const sides = ['west', 'east', 'north', 'south'] as const
type Side = (typeof sides)[number]
const isMain = (side: Side) => side === 'west' || side === 'east'
const idOf = (index: number) => `j${index + 1}`
const zoneEdges = [0, 8, 32, 56, 80, 104, 128, 152, 176, 200]

const lengthOf = (index: number, side: Side): number =>
  side === 'west'
    ? (linkMetres[index - 1] ?? entryMetres)
    : side === 'east'
      ? (linkMetres[index] ?? entryMetres)
      : entryMetres

const laneIdsOf = (side: Side) => (isMain(side) ? ['l0', 'l1', 'l2'] : ['l0', 'l1']).map(lane => `${side}-${lane}`)

function createApproach(index: number, side: Side): Approach {
  const lanes = laneIdsOf(side).map(laneId => ({
    laneId,
    lengthMetres: lengthOf(index, side),
    speedLimitMetresPerSecond: speed
  }))
  return { approachId: side, name: isMain(side) ? 'Jalan Seri' : (names[index] ?? ''), lanes }
}

/** Phases 1–4: through and left of west, east, north, south; 5–8: right in the same order. */
function createMovements(index: number, side: Side): Movement[] {
  const lanes = laneIdsOf(side)
  const [outer, inner] = [lanes[0]!, lanes.at(-1)!]
  const through = isMain(side) ? lanes.slice(0, 2) : [outer]
  const position = sides.indexOf(side)
  const leadsTo = (turn: 'left' | 'through' | 'right'): { linkId?: string } => {
    const eastward = { west: 'through', north: 'left', south: 'right', east: '' }[side] === turn
    const westward = { east: 'through', north: 'right', south: 'left', west: '' }[side] === turn
    if (eastward && index < names.length - 1) return { linkId: `${idOf(index)}-to-${idOf(index + 1)}` }
    return westward && index > 0 ? { linkId: `${idOf(index)}-to-${idOf(index - 1)}` } : {}
  }
  const movement = (turn: 'left' | 'through' | 'right', phase: number, laneIds: string[]): Movement => ({
    movementId: `${side}-${turn}`,
    approachId: side,
    turn,
    phase,
    laneIds,
    ...leadsTo(turn)
  })
  return [
    movement('left', position + 1, [outer]),
    movement('through', position + 1, through),
    movement('right', position + 5, [inner])
  ]
}

const stagePhases = [
  [1, 2],
  [5, 6],
  [3, 4],
  [7, 8]
] as const

const stages: Stage[] = stagePhases.map((phases, index) => ({
  stage: index + 1,
  name: ['Jalan Seri', 'Jalan Seri, right turns', 'side street', 'side street, right turns'][index]!,
  phases: phases.map(phase => ({ phase, display: 'protected' as const }))
}))

const phases: Phase[] = Array.from({ length: 8 }, (_, index) => ({
  phase: index + 1,
  kind: 'vehicle',
  minimumGreenSeconds: index < 4 ? 7 : 5,
  maximumGreenSeconds: 90,
  yellowSeconds: 3,
  redClearanceSeconds: 1.5,
  maximumRedSeconds: 180
}))

const conflicts: Conflict[] = phases.flatMap(({ phase: a }) =>
  phases
    .filter(({ phase: b }) => b > a && !stagePhases.some(pair => pair[0] === a && pair[1] === b))
    .map(({ phase: b }): Conflict => ({ phases: [a, b], kind: 'exclusive' }))
)

function createDetectors(movements: readonly Movement[]): Detector[] {
  const laneIds = sides.flatMap(laneIdsOf)
  const stopLines = movements.flatMap(({ movementId, laneIds: own }) =>
    own.map(laneId => ({
      detectorId: `${laneId}-${movementId.split('-').at(-1)}`,
      kind: 'stopLine' as const,
      laneIds: [laneId],
      movementIds: [movementId],
      nearMetres: 0,
      farMetres: 0
    }))
  )
  const zones = laneIds.flatMap(laneId =>
    zoneEdges.slice(1).map((farMetres, zone) => ({
      detectorId: `${laneId}-z${zone}`,
      kind: 'zone' as const,
      laneIds: [laneId],
      nearMetres: zoneEdges[zone]!,
      farMetres
    }))
  )
  return [...stopLines, ...zones]
}

function createIntersection(index: number): Intersection {
  const movements = sides.flatMap(side => createMovements(index, side))
  return {
    intersectionId: idOf(index),
    name: `Jalan Seri – ${names[index]}`,
    position: { xMetres: linkMetres.slice(0, index).reduce((sum, metres) => sum + metres, 0), yMetres: 0 },
    approaches: sides.map(side => createApproach(index, side)),
    movements,
    phases,
    stages,
    conflicts,
    detectors: createDetectors(movements),
    timingPlans: [websterPlan(index, volumesOf(index), cycleSeconds, travelSecondsTo(index))],
    schedule: []
  }
}

/** Vehicles per hour and lane on the critical lane of each stage. */
function volumesOf(index: number): readonly number[] {
  const { north, south } = sideFlow[index]!
  const main = Math.max(mainFlow.west, mainFlow.east)
  return [
    (main * (turning.main.left + turning.main.through)) / 2,
    main * turning.main.right,
    Math.max(north, south) * (turning.side.left + turning.side.through),
    Math.max(north, south) * turning.side.right
  ]
}

const travelSecondsTo = (index: number): number =>
  Math.round(linkMetres.slice(0, index).reduce((sum, metres) => sum + metres, 0) / speed)

/** One cycle for all, so that offsets hold: that of the busiest junction, by Webster. */
const cycleSeconds = Math.max(
  ...names.map((_, index) => websterPlan(index, volumesOf(index), undefined, 0).cycleSeconds)
)

const links: Link[] = linkMetres.flatMap((lengthMetres, index) => {
  const link = (from: number, to: number, toApproachId: Side): Link => ({
    linkId: `${idOf(from)}-to-${idOf(to)}`,
    fromIntersectionId: idOf(from),
    toIntersectionId: idOf(to),
    toApproachId,
    lengthMetres,
    freeFlowSpeedMetresPerSecond: speed,
    storageVehicles: Math.floor((3 * lengthMetres) / 7)
  })
  return [link(index, index + 1, 'west'), link(index + 1, index, 'east')]
})

export const demoCorridor: Corridor = {
  schemaVersion: 1,
  corridorId: 'demo',
  name: 'Jalan Seri (demonstration)',
  configurationVersion: 1,
  drivingSide: 'left',
  timeZone: 'Asia/Kuala_Lumpur',
  limits: 'field',
  intersections: names.map((_, index) => createIntersection(index)),
  links
}

/** Demand of the demonstration; `scale` 1 is a busy hour. */
export function createDemoDemand(scale: number): Demand {
  return names.flatMap((_, index) =>
    sides.map((side): ApproachDemand => {
      const entry = side === 'west' ? index === 0 : side === 'east' ? index === names.length - 1 : true
      const flow = isMain(side) ? mainFlow[side as 'west' | 'east'] : sideFlow[index]![side as 'north' | 'south']
      const shares = isMain(side) ? turning.main : turning.side
      return {
        intersectionId: idOf(index),
        approachId: side,
        vehiclesPerHour: entry ? flow * scale : 0,
        turningShares: {
          [`${side}-left`]: shares.left,
          [`${side}-through`]: shares.through,
          [`${side}-right`]: shares.right
        }
      }
    })
  )
}
