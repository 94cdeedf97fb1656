import type { Detections, Detector, DetectorReading, SignalState } from '@selaras/shared'
import { createCorridorPlanner } from '../corridor-planner.ts'
import { unlimitedTime } from '../time-budget.ts'
import { warmUpCorridor } from './warm-up-corridor.ts'

/** Ticks after which the engine has compiled nearly everything. */
const ticks = 150
/** A Monday, 8:00 UTC. */
const startMs = 1_767_600_000_000
/** Each stage shows green, then what leads to the next one. */
const greenSeconds = 9
const stageSeconds = greenSeconds + 4

/**
 * Plans a corridor of its own for some minutes of invented traffic, and forgets it. The first ticks of a process take ten
 * times as long as later ones, until the engine has compiled the code: this lets nobody wait for them.
 */
export function warmUp(): void {
  const planner = createCorridorPlanner(warmUpCorridor)
  const random = createNumbers()
  const { intersections } = warmUpCorridor
  for (let second = 1; second <= ticks; second++) {
    const nowMs = startMs + 1000 * second
    planner.plan(
      {
        nowMs,
        detections: intersections.map(({ intersectionId, detectors }) => ({
          intersectionId,
          message: createDetections(nowMs, detectors, random)
        })),
        signals: Object.fromEntries(
          intersections.map(({ intersectionId }, index) => [intersectionId, createSignal(second + 5 * index, nowMs)])
        )
      },
      unlimitedTime
    )
  }
  planner.learnt()
}

function createSignal(second: number, nowMs: number): SignalState {
  const stage = 1 + (Math.floor(second / stageSeconds) % 4)
  const since = second % stageSeconds
  const greenSinceMs = nowMs - 1000 * since
  const greenUntilMs = greenSinceMs + 1000 * greenSeconds
  const isGreen = since < greenSeconds
  return {
    stage,
    nextStage: isGreen ? null : 1 + (stage % 4),
    interval: isGreen ? 'green' : since < greenSeconds + 3 ? 'yellow' : 'redClearance',
    sinceAtMs: isGreen ? greenSinceMs : greenUntilMs,
    stageGreenSinceAtMs: greenSinceMs,
    clearanceUntilMs: isGreen ? null : greenSinceMs + 1000 * stageSeconds,
    phases: []
  }
}

function createDetections(atMs: number, detectors: readonly Detector[], random: () => number): Detections {
  return {
    schemaVersion: 1,
    bootAtMs: startMs,
    seq: (atMs - startMs) / 1000,
    producedAtMs: atMs,
    intervalEndAtMs: atMs,
    intervalSeconds: 1,
    readings: detectors.map(detector => createReading(detector, random))
  }
}

function createReading({ detectorId, kind }: Detector, random: () => number): DetectorReading {
  if (kind === 'stopLine' || kind === 'advance') {
    return { detectorId, vehicles: random() < 0.15 ? 1 : 0, occupancyRatio: random() < 0.3 ? 1 : 0 }
  }
  const vehicles = Math.floor(3 * random())
  const stoppedVehicles = Math.round(vehicles * random())
  const meanSpeedMetresPerSecond = vehicles > stoppedVehicles ? 13 * random() : null
  return { detectorId, vehicles, stoppedVehicles, meanSpeedMetresPerSecond }
}

/** The same numbers in [0, 1) each time: a linear congruential generator (Numerical Recipes). */
function createNumbers(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
