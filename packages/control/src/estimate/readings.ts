import type { Detections } from '@selaras/shared'
import type { IntersectionModel } from '../model/intersection-model.ts'

/** The newest readings of one intersection by detector index; NaN is "no data". */
export interface Readings {
  readonly vehicles: Float64Array
  readonly stopped: Float64Array
  readonly speed: Float64Array
  /** Share of the interval for which something stood on or passed the loop. */
  readonly occupancy: Float64Array
  /** End of the newest interval, Unix ms; -Infinity before the first. */
  atMs: number
}

export function createReadings({ detectorCount }: IntersectionModel): Readings {
  const empty = () => new Float64Array(detectorCount).fill(Number.NaN)
  return { vehicles: empty(), stopped: empty(), speed: empty(), occupancy: empty(), atMs: Number.NEGATIVE_INFINITY }
}

/** Takes over a message; detectors that it does not mention have no data. */
export function takeReadings(readings: Readings, model: IntersectionModel, message: Detections): void {
  const { vehicles, stopped, speed, occupancy } = readings
  vehicles.fill(Number.NaN)
  stopped.fill(Number.NaN)
  speed.fill(Number.NaN)
  occupancy.fill(Number.NaN)
  for (const reading of message.readings) {
    const index = model.detectorIndex.get(reading.detectorId)
    if (index === undefined) continue
    vehicles[index] = reading.vehicles ?? Number.NaN
    stopped[index] = reading.stoppedVehicles ?? Number.NaN
    speed[index] = reading.meanSpeedMetresPerSecond ?? Number.NaN
    occupancy[index] = reading.occupancyRatio ?? Number.NaN
  }
  readings.atMs = message.intervalEndAtMs
}
