import type { Corridor, Intersection } from '@selaras/shared'

const phase = (number: number) => ({
  phase: number,
  kind: 'vehicle' as const,
  minimumGreenSeconds: 5,
  maximumGreenSeconds: 60,
  yellowSeconds: 3,
  redClearanceSeconds: 2
})

const approach = (approachId: string) => ({
  approachId,
  lanes: [{ laneId: `${approachId}-1`, lengthMetres: 200, speedLimitMetresPerSecond: 13.9 }]
})

const movement = (approachId: string, number: number) => ({
  movementId: `${approachId}-through`,
  approachId,
  turn: 'through' as const,
  phase: number,
  laneIds: [`${approachId}-1`]
})

const detector = (approachId: string) => ({
  detectorId: `${approachId}-zone`,
  kind: 'zone' as const,
  laneIds: [`${approachId}-1`],
  nearMetres: 0,
  farMetres: 50
})

/** A crossing of two one-lane roads: stage 1 serves the west approach, stage 2 the south approach. */
export function createCrossing(intersectionId: string): Intersection {
  return {
    intersectionId,
    approaches: [approach('west'), approach('south')],
    movements: [movement('west', 1), movement('south', 2)],
    phases: [phase(1), phase(2)],
    stages: [1, 2].map(number => ({ stage: number, phases: [{ phase: number, display: 'protected' as const }] })),
    conflicts: [{ phases: [1, 2], kind: 'exclusive' }],
    detectors: [detector('west'), detector('south')],
    timingPlans: [
      {
        timingPlanId: 'always',
        cycleSeconds: 60,
        offsetSeconds: 0,
        offsetReference: 'firstStageGreenStart',
        splits: [
          { stage: 1, splitSeconds: 30 },
          { stage: 2, splitSeconds: 30 }
        ]
      }
    ],
    schedule: []
  }
}

/** A corridor of crossings without links. */
export const createCorridor = (corridorId: string, intersectionIds: readonly string[]): Corridor => ({
  schemaVersion: 1,
  corridorId,
  configurationVersion: 1,
  drivingSide: 'left',
  timeZone: 'Asia/Kuala_Lumpur',
  limits: 'field',
  intersections: intersectionIds.map(createCrossing),
  links: []
})
