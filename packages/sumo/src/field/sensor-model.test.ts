import type { Detections, DetectorReading } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createSensorModel, type SensorErrors } from './sensor-model.ts'

const perfect: SensorErrors = { missedShare: 0, falseShare: 0, latencySeconds: 0, silentDetectors: 0, seed: 1 }

const truthAt = (second: number, ...readings: DetectorReading[]): Detections => ({
  schemaVersion: 1,
  bootAtMs: 0,
  seq: second,
  producedAtMs: second * 1000,
  intervalEndAtMs: second * 1000,
  intervalSeconds: 1,
  readings
})

const zone = (vehicles: number, stoppedVehicles: number): DetectorReading => ({
  detectorId: 'zone',
  vehicles,
  stoppedVehicles,
  meanSpeedMetresPerSecond: vehicles > stoppedVehicles ? 10 : null
})
const stopLine = (vehicles: number): DetectorReading => ({ detectorId: 'line', vehicles })

/** First reading of each second under a truth that may change by the second. */
function readingsUnder(errors: Partial<SensorErrors>, seconds: number, readingAt: (second: number) => DetectorReading) {
  const model = createSensorModel({ ...perfect, ...errors })
  return Array.from(
    { length: seconds },
    (_, second) => model.measure('a', truthAt(second, readingAt(second)))!.readings[0]!
  )
}

const sumOf = (readings: readonly DetectorReading[]) => readings.reduce((sum, { vehicles }) => sum + vehicles!, 0)

describe('createSensorModel', () => {
  it('is the truth without errors', () => {
    const truth = truthAt(7, zone(3, 1), stopLine(2))
    expect(createSensorModel(perfect).measure('a', truth)).toEqual(truth)
  })

  it('misses the wanted share of crossings and of present vehicles', () => {
    expect(sumOf(readingsUnder({ missedShare: 0.1 }, 10_000, () => stopLine(1))) / 10_000).toBeCloseTo(0.9, 1.7)
    expect(sumOf(readingsUnder({ missedShare: 0.1 }, 10_000, () => zone(4, 2))) / 40_000).toBeCloseTo(0.9, 1.7)
  })

  it('misses a standing vehicle for several seconds at a time', () => {
    const seen = readingsUnder({ missedShare: 0.5 }, 1000, () => zone(1, 1)).map(({ vehicles }) => vehicles)
    const changes = seen.filter((vehicles, second) => second > 0 && vehicles !== seen[second - 1]).length
    expect(changes).toBeGreaterThan(60)
    expect(changes).toBeLessThan(140)
  })

  it('misses a covered loop for several seconds at a time, and silences it altogether', () => {
    const covered = { detectorId: 'line', vehicles: 0, occupancyRatio: 1 }
    const seen = readingsUnder({ missedShare: 0.5 }, 1000, () => covered).map(({ occupancyRatio }) => occupancyRatio)
    const changes = seen.filter((ratio, second) => second > 0 && ratio !== seen[second - 1]).length
    expect(changes).toBeGreaterThan(60)
    expect(changes).toBeLessThan(140)
    expect(readingsUnder({ silentDetectors: 1 }, 1, () => covered)).toEqual([
      { ...covered, vehicles: null, occupancyRatio: null }
    ])
  })

  it('sees false vehicles in proportion to the true ones', () => {
    const busyEveryOtherSecond = (second: number) => stopLine(second % 2)
    const counted = sumOf(readingsUnder({ falseShare: 0.1 }, 20_000, busyEveryOtherSecond))
    expect(counted / 10_000).toBeGreaterThan(1.07)
    expect(counted / 10_000).toBeLessThan(1.13)
    expect(sumOf(readingsUnder({ falseShare: 0.1 }, 1000, () => zone(0, 0)))).toBe(0)
  })

  it('keeps its readings possible', () => {
    const readings = readingsUnder({ missedShare: 0.3, falseShare: 0.5 }, 2000, second => zone(second % 4, second % 2))
    for (const { vehicles, stoppedVehicles, meanSpeedMetresPerSecond } of readings) {
      expect(stoppedVehicles!).toBeLessThanOrEqual(vehicles!)
      expect(meanSpeedMetresPerSecond === null).toBe(vehicles === stoppedVehicles)
    }
  })

  it('delivers late messages as they were measured', () => {
    const model = createSensorModel({ ...perfect, latencySeconds: 2 })
    expect(model.measure('a', truthAt(1, stopLine(1)))).toBeUndefined()
    expect(model.measure('a', truthAt(2, stopLine(0)))).toBeUndefined()
    expect(model.measure('a', truthAt(3, stopLine(0)))).toEqual(truthAt(1, stopLine(1)))
  })

  it('silences so many detectors of each intersection for good: no data, not zero', () => {
    const model = createSensorModel({ ...perfect, silentDetectors: 1 })
    for (const second of [1, 2]) {
      const { readings } = model.measure('a', truthAt(second, zone(1, 0), { ...zone(1, 0), detectorId: 'other' }))!
      const silent = readings.filter(({ vehicles }) => vehicles === null)
      expect(silent).toEqual([expect.objectContaining({ stoppedVehicles: null, meanSpeedMetresPerSecond: null })])
    }
  })

  it('errs alike with the same seed', () => {
    const read = (seed: number) => readingsUnder({ missedShare: 0.3, seed }, 100, () => zone(3, 1))
    expect(read(1)).toEqual(read(1))
    expect(read(1)).not.toEqual(read(2))
  })
})
