import type { Decision } from '@selaras/shared'

/** A decision to keep stage 1 of a crossing. */
export const createDecision = (intersectionId: string, decidedAtMs: number): Decision => ({
  schemaVersion: 1,
  intersectionId,
  decidedAtMs,
  stage: 1,
  chosenStage: 1,
  boundBy: 'none',
  lanes: [{ laneId: 'west-1', queueVehicles: 1, arrivingVehicles: 2, flowVehiclesPerHour: 300 }],
  alternatives: [{ stage: 1, costVehicleSeconds: 20, followedSeconds: 54, refusal: null }],
  search: { horizonSeconds: 54, expansions: 100, endedBy: 'complete' }
})
