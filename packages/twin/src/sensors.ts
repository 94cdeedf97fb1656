import type { Corridor, Detections, Detector, DetectorReading } from '@selaras/shared'
import type { Twin, TwinLane } from './twin.ts'

const stoppedBelow = 1.5

/** What the detectors of every intersection measured in the twin's last second. */
export function readSensors(
  twin: Twin,
  corridor: Corridor,
  bootAtMs: number,
  nowMs: number,
  seq: number
): Map<string, Detections> {
  const messages = new Map<string, Detections>()
  for (const [index, { intersectionId, detectors }] of corridor.intersections.entries()) {
    const lanes = new Map(
      twin.lanes.filter(({ intersection }) => intersection === index).map(lane => [lane.laneId, lane])
    )
    messages.set(intersectionId, {
      schemaVersion: 1,
      bootAtMs,
      seq,
      producedAtMs: nowMs,
      intervalEndAtMs: nowMs,
      intervalSeconds: 1,
      readings: detectors.map(detector => readDetector(detector, lanes, twin))
    })
  }
  return messages
}

function readDetector(detector: Detector, lanes: ReadonlyMap<string, TwinLane>, twin: Twin): DetectorReading {
  const { detectorId, nearMetres, farMetres } = detector
  const seen = detector.laneIds.flatMap(laneId => lanes.get(laneId) ?? [])
  if (detector.kind === 'stopLine') {
    const wanted = new Set(detector.movementIds)
    let vehicles = 0
    for (const lane of seen) {
      for (const [movement, count] of lane.crossings) {
        if (wanted.size === 0 || wanted.has(twin.movements[movement]!.movementId)) vehicles += count
      }
    }
    return { detectorId, vehicles }
  }
  if (detector.kind !== 'zone') return { detectorId, vehicles: null }
  const inside = seen.flatMap(({ vehicles }) =>
    vehicles.filter(({ metres }) => metres >= nearMetres && metres < farMetres)
  )
  const moving = inside.filter(({ speedMetresPerSecond }) => speedMetresPerSecond >= stoppedBelow)
  const speeds = moving.reduce((sum, { speedMetresPerSecond }) => sum + speedMetresPerSecond, 0)
  return {
    detectorId,
    vehicles: inside.length,
    stoppedVehicles: inside.length - moving.length,
    meanSpeedMetresPerSecond: moving.length === 0 ? null : speeds / moving.length
  }
}
