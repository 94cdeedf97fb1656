import type { Corridor, Detections, DetectorReading, Intersection, SignalState } from '@selaras/shared'

/** Two one-lane streets that cross: phase 1 north–south, phase 2 east–west, one stage each. */
export function createCrossing(): Corridor {
  const approach = (index: number) => ({
    approachId: `a${index}`,
    lanes: [{ laneId: `a${index}-l0`, lengthMetres: 200, speedLimitMetresPerSecond: 13.9 }]
  })
  const zone = (index: number, nearMetres: number, farMetres: number) => ({
    detectorId: `a${index}-z${nearMetres}`,
    kind: 'zone' as const,
    laneIds: [`a${index}-l0`],
    nearMetres,
    farMetres
  })
  const intersection: Intersection = {
    intersectionId: 'crossing',
    approaches: [approach(1), approach(2)],
    movements: [1, 2].map(index => ({
      movementId: `a${index}-through`,
      approachId: `a${index}`,
      turn: 'through',
      phase: index,
      laneIds: [`a${index}-l0`]
    })),
    phases: [1, 2].map(phase => ({
      phase,
      kind: 'vehicle',
      minimumGreenSeconds: 5,
      maximumGreenSeconds: 60,
      yellowSeconds: 3,
      redClearanceSeconds: 1
    })),
    stages: [1, 2].map(stage => ({ stage, phases: [{ phase: stage, display: 'protected' }] })),
    conflicts: [{ phases: [1, 2], kind: 'exclusive' }],
    detectors: [1, 2].flatMap(index => [
      {
        detectorId: `a${index}-s`,
        kind: 'stopLine' as const,
        laneIds: [`a${index}-l0`],
        movementIds: [`a${index}-through`],
        nearMetres: 0,
        farMetres: 0
      },
      zone(index, 0, 8),
      zone(index, 8, 33),
      zone(index, 33, 58)
    ]),
    timingPlans: [
      {
        timingPlanId: 'fixed',
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
  return {
    schemaVersion: 1,
    corridorId: 'test',
    configurationVersion: 1,
    drivingSide: 'left',
    timeZone: 'Asia/Kuala_Lumpur',
    limits: 'field',
    intersections: [intersection],
    links: []
  }
}

export const greenState = (stage: number, sinceAtMs: number): SignalState => ({
  stage,
  nextStage: null,
  interval: 'green',
  sinceAtMs,
  stageGreenSinceAtMs: sinceAtMs,
  clearanceUntilMs: null,
  phases: [1, 2].map(phase => ({ phase, display: phase === stage ? 'protected' : 'stop', sinceAtMs }))
})

/** One second of detections: standing queues (vehicles) and crossings of the two approaches. */
export function detectionsAt(
  atMs: number,
  queues: readonly [number, number],
  crossings: readonly [number, number]
): Detections {
  const readings: DetectorReading[] = []
  for (const index of [1, 2] as const) {
    const queue = queues[index - 1]!
    readings.push({ detectorId: `a${index}-s`, vehicles: crossings[index - 1]! })
    let left = queue
    for (const [near, room] of [
      [0, 1],
      [8, 3],
      [33, 30]
    ] as const) {
      const standing = Math.min(left, room)
      left -= standing
      readings.push({
        detectorId: `a${index}-z${near}`,
        vehicles: standing,
        stoppedVehicles: standing,
        meanSpeedMetresPerSecond: null
      })
    }
  }
  return {
    schemaVersion: 1,
    bootAtMs: 0,
    seq: atMs / 1000,
    producedAtMs: atMs,
    intervalEndAtMs: atMs,
    intervalSeconds: 1,
    readings
  }
}
