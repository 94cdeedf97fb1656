import type { Corridor, Detector, Intersection, Link } from '@selaras/shared'

/** Two crossings in a row with shared lanes, turns that take gaps, and every kind of detector. Invented. */
const sides = ['north', 'east', 'south', 'west'] as const
type Side = (typeof sides)[number]
const speedMetresPerSecond = 13.9
const lengthMetres = 120
const zoneMetres = 25
const crossings = ['first', 'second'] as const

const lanesOf = (side: Side) => [`${side}-outer`, `${side}-inner`] as const
const isCross = (side: Side) => side === 'north' || side === 'south'

/** Phases: 1 throughs and 2 left turns of north and south, 3 and 4 those of east and west. */
function movementsOf(side: Side, linkId: string | undefined) {
  const [outer, inner] = lanesOf(side)
  const [straight, left] = isCross(side) ? [1, 2] : [3, 4]
  const through = { movementId: `${side}-through`, turn: 'through' as const, phase: straight, laneIds: [outer, inner] }
  return [
    linkId === undefined ? through : { ...through, linkId },
    { movementId: `${side}-right`, turn: 'right' as const, phase: straight, laneIds: [outer] },
    { movementId: `${side}-left`, turn: 'left' as const, phase: left, laneIds: [inner] }
  ].map(movement => ({ ...movement, approachId: side }))
}

function detectorsOf(side: Side): Detector[] {
  const lanes = lanesOf(side).flatMap((laneId, index): Detector[] => {
    const laneIds = [laneId]
    const movementIds = index === 0 ? [`${side}-through`, `${side}-right`] : [`${side}-through`, `${side}-left`]
    return [
      ...movementIds.map(
        (movementId): Detector => ({
          detectorId: `${laneId}-${movementId}`,
          kind: 'stopLine',
          laneIds,
          movementIds: [movementId],
          nearMetres: 0,
          farMetres: 0
        })
      ),
      { detectorId: `${laneId}-advance`, kind: 'advance', laneIds, nearMetres: 60, farMetres: 60 },
      ...[0, 1, 2].map(
        (zone): Detector => ({
          detectorId: `${laneId}-zone-${zone}`,
          kind: 'zone',
          laneIds,
          nearMetres: zone * zoneMetres,
          farMetres: (zone + 1) * zoneMetres
        })
      )
    ]
  })
  const feeder: Detector = {
    detectorId: `${side}-feeder`,
    kind: 'zone',
    laneIds: [...lanesOf(side)],
    nearMetres: 3 * zoneMetres,
    farMetres: 4 * zoneMetres
  }
  const box: Detector = {
    detectorId: `${side}-box`,
    kind: 'box',
    laneIds: [],
    movementIds: [`${side}-left`],
    nearMetres: 0,
    farMetres: 0
  }
  return [...lanes, feeder, box]
}

function createIntersection(intersectionId: (typeof crossings)[number]): Intersection {
  const linkOf = { first: { west: 'eastward' }, second: { east: 'westward' } } as const
  const links: Partial<Record<Side, string>> = linkOf[intersectionId]
  return {
    intersectionId,
    approaches: sides.map(side => ({
      approachId: side,
      lanes: lanesOf(side).map(laneId => ({ laneId, lengthMetres, speedLimitMetresPerSecond: speedMetresPerSecond }))
    })),
    movements: sides.flatMap(side => movementsOf(side, links[side])),
    phases: [1, 2, 3, 4].map(phase => ({
      phase,
      kind: 'vehicle',
      minimumGreenSeconds: 5,
      maximumGreenSeconds: 60,
      yellowSeconds: 3,
      redClearanceSeconds: 1
    })),
    stages: [1, 3].flatMap(straight => [
      {
        stage: straight,
        phases: [
          { phase: straight, display: 'protected' },
          { phase: straight + 1, display: 'permissive' }
        ]
      },
      { stage: straight + 1, phases: [{ phase: straight + 1, display: 'protected' }] }
    ]),
    conflicts: [
      ...[1, 2].flatMap(a => [3, 4].map(b => ({ phases: [a, b] as [number, number], kind: 'exclusive' as const }))),
      { phases: [1, 2], kind: 'permissive' },
      { phases: [3, 4], kind: 'permissive' }
    ],
    detectors: sides.flatMap(detectorsOf),
    timingPlans: [
      {
        timingPlanId: 'fixed',
        cycleSeconds: 80,
        offsetSeconds: 0,
        offsetReference: 'firstStageGreenStart',
        splits: [1, 2, 3, 4].map(stage => ({ stage, splitSeconds: 20 }))
      }
    ],
    schedule: []
  }
}

const link = (linkId: string, from: number, to: number, toApproachId: Side): Link => ({
  linkId,
  fromIntersectionId: crossings[from]!,
  toIntersectionId: crossings[to]!,
  toApproachId,
  lengthMetres,
  freeFlowSpeedMetresPerSecond: speedMetresPerSecond,
  storageVehicles: 30
})

export const warmUpCorridor: Corridor = {
  schemaVersion: 1,
  corridorId: 'warm-up',
  configurationVersion: 1,
  drivingSide: 'right',
  timeZone: 'UTC',
  limits: 'field',
  intersections: crossings.map(createIntersection),
  links: [link('eastward', 0, 1, 'west'), link('westward', 1, 0, 'east')]
}
