import type { Corridor, Intersection, PhasePlan } from '@selaras/shared'
import type { ControllerConfig } from '../src/controller-state.ts'

const vehicles = { kind: 'vehicle', yellowSeconds: 3, redClearanceSeconds: 2 } as const
const approach = (approachId: string) => ({
  approachId,
  lanes: [{ laneId: `${approachId}-lane`, lengthMetres: 150, speedLimitMetresPerSecond: 13.9 }]
})
const movement = (movementId: string, approachId: string, turn: 'through' | 'left', phase: number) => ({
  movementId,
  approachId,
  turn,
  phase,
  laneIds: [`${approachId}-lane`]
})

/**
 * A main street with a left turn, a side street and a crossing.
 *
 * Phase 1: main street. 2: its left turn, which yields in stage 1 and is protected in stage 2. 3: side street.
 * 4: pedestrians beside the main street. Stage 1 = 1, 2 (permissive), 4; stage 2 = 2; stage 3 = 3.
 */
export const junction: Intersection = {
  intersectionId: 'junction',
  approaches: [approach('main'), approach('side')],
  movements: [
    movement('main-through', 'main', 'through', 1),
    movement('main-left', 'main', 'left', 2),
    movement('side-through', 'side', 'through', 3),
    { movementId: 'walk', approachId: 'main', turn: 'crossing', phase: 4, laneIds: [] }
  ],
  phases: [
    { phase: 1, minimumGreenSeconds: 7, maximumGreenSeconds: 60, ...vehicles },
    { phase: 2, minimumGreenSeconds: 4, maximumGreenSeconds: 60, ...vehicles },
    { phase: 3, minimumGreenSeconds: 6, maximumGreenSeconds: 25, ...vehicles },
    {
      phase: 4,
      kind: 'pedestrian',
      minimumGreenSeconds: 6,
      maximumGreenSeconds: 60,
      yellowSeconds: 0,
      pedestrianClearanceSeconds: 8,
      redClearanceSeconds: 1
    }
  ],
  stages: [
    {
      stage: 1,
      phases: [
        { phase: 1, display: 'protected' },
        { phase: 2, display: 'permissive' },
        { phase: 4, display: 'protected' }
      ]
    },
    { stage: 2, phases: [{ phase: 2, display: 'protected' }] },
    { stage: 3, phases: [{ phase: 3, display: 'protected' }] }
  ],
  conflicts: [
    { phases: [1, 2], kind: 'permissive' },
    { phases: [1, 3], kind: 'exclusive' },
    { phases: [2, 3], kind: 'exclusive' },
    { phases: [3, 4], kind: 'exclusive' },
    { phases: [2, 4], kind: 'permissive' }
  ],
  detectors: [],
  timingPlans: [
    {
      timingPlanId: 'day',
      cycleSeconds: 60,
      offsetSeconds: 0,
      offsetReference: 'firstStageGreenStart',
      splits: [
        { stage: 1, splitSeconds: 30 },
        { stage: 2, splitSeconds: 12 },
        { stage: 3, splitSeconds: 18 }
      ]
    }
  ],
  schedule: []
}

export const corridor: Corridor = {
  schemaVersion: 1,
  corridorId: 'test',
  configurationVersion: 3,
  drivingSide: 'left',
  timeZone: 'Asia/Kuala_Lumpur',
  limits: 'field',
  intersections: [junction],
  links: []
}

export const configOf = ({ corridorId, configurationVersion, limits, timeZone, intersections }: Corridor) =>
  ({ corridorId, configurationVersion, limits, timeZone, intersection: intersections[0]! }) satisfies ControllerConfig

export const config: ControllerConfig = configOf(corridor)

/** Monday 2026-01-05, midnight UTC: a multiple of the junction's cycle since 1970. */
export const midnightMs = Date.UTC(2026, 0, 5)

/** Time of a second of the test. */
export const at = (second: number): number => midnightMs + second * 1000

/** Stage, start and end of green, in seconds of the test. */
export type Green = readonly [stage: number, start: number, end: number]

/** A plan for the junction that is issued in the second in which it is offered. */
export function planOf(greens: readonly Green[], revision: number, issuedAt: number, validFor = 10): PhasePlan {
  return {
    schemaVersion: 1,
    corridorId: corridor.corridorId,
    intersectionId: junction.intersectionId,
    configurationVersion: corridor.configurationVersion,
    epoch: 1,
    revision,
    basedOnAtMs: at(issuedAt),
    issuedAtMs: at(issuedAt),
    validUntilMs: at(issuedAt + validFor),
    intervals: greens.map(([stage, start, end]) => ({ stage, startAtMs: at(start), endAtMs: at(end) })),
    reason: 'test'
  }
}
