import type { Corridor, Decision, Detections, PhasePlan, ServiceRequest, Signal } from '@selaras/shared'
import type { FieldRecord } from '../src/store.ts'

export const startAtMs = 1_767_225_600_000

/** A corridor of one crossing of two one-lane roads. */
export const createCorridor = (corridorId: string, configurationVersion = 1): Corridor => ({
  schemaVersion: 1,
  corridorId,
  configurationVersion,
  drivingSide: 'left',
  timeZone: 'Asia/Kuala_Lumpur',
  limits: 'field',
  intersections: [
    {
      intersectionId: 'i1',
      approaches: ['west', 'south'].map(approachId => ({
        approachId,
        lanes: [{ laneId: `${approachId}-1`, lengthMetres: 200, speedLimitMetresPerSecond: 13.9 }]
      })),
      movements: ['west', 'south'].map((approachId, index) => ({
        movementId: `${approachId}-through`,
        approachId,
        turn: 'through' as const,
        phase: index + 1,
        laneIds: [`${approachId}-1`]
      })),
      phases: [1, 2].map(phase => ({
        phase,
        kind: 'vehicle' as const,
        minimumGreenSeconds: 5,
        maximumGreenSeconds: 60,
        yellowSeconds: 3,
        redClearanceSeconds: 2
      })),
      stages: [1, 2].map(stage => ({ stage, phases: [{ phase: stage, display: 'protected' as const }] })),
      conflicts: [{ phases: [1, 2], kind: 'exclusive' }],
      detectors: [],
      timingPlans: [
        {
          timingPlanId: 'always',
          cycleSeconds: 60,
          offsetSeconds: 0,
          offsetReference: 'firstStageGreenStart',
          splits: [1, 2].map(stage => ({ stage, splitSeconds: 30 }))
        }
      ],
      schedule: []
    }
  ],
  links: []
})

export const createDetections = (seq: number, bootAtMs = startAtMs): Detections => ({
  schemaVersion: 1,
  bootAtMs,
  seq,
  producedAtMs: bootAtMs + 1000 * (seq + 1),
  intervalEndAtMs: bootAtMs + 1000 * (seq + 1),
  intervalSeconds: 1,
  readings: [{ detectorId: 'west-stop-line', vehicles: seq % 3, occupancyRatio: null }]
})

export const detectionsRecord = (
  corridorId: string,
  seq: number,
  { intersectionId = 'i1', bootAtMs = startAtMs } = {}
): FieldRecord => ({
  channel: 'detections',
  site: { corridorId, intersectionId },
  receivedAtMs: bootAtMs + 1000 * (seq + 1) + 20,
  message: createDetections(seq, bootAtMs)
})

export const createSignal = (seq: number, bootAtMs = startAtMs): Signal => ({
  schemaVersion: 1,
  bootAtMs,
  seq,
  producedAtMs: bootAtMs + 1000 * seq,
  state: {
    stage: 1,
    nextStage: null,
    interval: 'green',
    sinceAtMs: bootAtMs,
    stageGreenSinceAtMs: bootAtMs,
    clearanceUntilMs: null,
    phases: [{ phase: 1, display: 'protected', sinceAtMs: bootAtMs }]
  },
  mode: 'local',
  planEpoch: null,
  planRevision: null,
  faults: []
})

export const createRequest = (requestId: string, producedAtMs: number, expiresAtMs: number): ServiceRequest => ({
  schemaVersion: 1,
  requestId,
  producedAtMs,
  expiresAtMs,
  kind: 'transitPriority',
  phase: 1
})

export const createDecision = (decidedAtMs: number, intersectionId = 'i1'): Decision => ({
  schemaVersion: 1,
  intersectionId,
  decidedAtMs,
  stage: 1,
  chosenStage: 2,
  boundBy: 'none',
  lanes: [{ laneId: 'west-1', queueVehicles: 3.5, arrivingVehicles: 7.1, flowVehiclesPerHour: 460 }],
  alternatives: [
    { stage: 1, costVehicleSeconds: null, followedSeconds: 12, refusal: null },
    { stage: 2, costVehicleSeconds: 101.3, followedSeconds: 54, refusal: null }
  ],
  search: { horizonSeconds: 54, expansions: 312, endedBy: 'complete' }
})

export const createPlan = (corridorId: string, epoch: number, revision: number, intersectionId = 'i1'): PhasePlan => ({
  schemaVersion: 1,
  corridorId,
  intersectionId,
  configurationVersion: 1,
  epoch,
  revision,
  basedOnAtMs: startAtMs,
  issuedAtMs: startAtMs,
  validUntilMs: startAtMs + 5000,
  intervals: [{ stage: 1, startAtMs, endAtMs: startAtMs + 10_000 }],
  reason: 'test'
})
