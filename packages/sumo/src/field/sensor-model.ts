import type { Detections, DetectorReading } from '@selaras/shared'
import { keyedFraction } from '../keyed-random.ts'

/** What real detectors do to the truth. */
export interface SensorErrors {
  /** Probability that a vehicle is not detected. */
  readonly missedShare: number
  /** False detections, as a share of the vehicles that the detector has seen on average. */
  readonly falseShare: number
  /** Age of a message when it arrives, whole seconds. */
  readonly latencySeconds: number
  /** Detectors of each intersection that never say anything. */
  readonly silentDetectors: number
  readonly seed: number
}

/** Between the truth on the road and the messages that arrive. */
export interface SensorModel {
  /**
   * Takes what the detectors of an intersection should say of the last second; called once for each second.
   *
   * @returns the message that arrives now; undefined while the first one is still on its way.
   */
  measure(intersectionId: string, truth: Detections): Detections | undefined
}

/** A vehicle in a zone is missed, and a false one is seen, for this long at a time, s: errors that last are the hard ones. */
const spellSeconds = 5
/** Speed of a false moving vehicle, m/s. */
const falseSpeed = 8

interface History {
  seconds: number
  meanVehicles: number
  meanStopped: number
  meanOccupancy: number
}

/** Errors depend on the seed, the detector and the second alone: two controllers meet the same ones. */
export function createSensorModel(errors: SensorErrors): SensorModel {
  const underWay = new Map<string, Detections[]>()
  const histories = new Map<string, History>()
  const silent = new Map<string, ReadonlySet<string>>()
  return {
    measure(intersectionId, truth) {
      const mute = silent.get(intersectionId) ?? chooseSilent(intersectionId, truth, errors)
      silent.set(intersectionId, mute)
      const second = Math.round(truth.intervalEndAtMs / 1000)
      const readings = truth.readings.map(reading => {
        if (mute.has(reading.detectorId)) return noData(reading)
        const key = `${intersectionId} ${reading.detectorId}`
        const history = histories.get(key) ?? { seconds: 0, meanVehicles: 0, meanStopped: 0, meanOccupancy: 0 }
        histories.set(key, history)
        return distort(reading, key, second, history, errors)
      })
      const queue = underWay.get(intersectionId) ?? []
      underWay.set(intersectionId, queue)
      queue.push({ ...truth, readings })
      return queue.length > errors.latencySeconds ? queue.shift() : undefined
    }
  }
}

function chooseSilent(
  intersectionId: string,
  { readings }: Detections,
  { silentDetectors, seed }: SensorErrors
): ReadonlySet<string> {
  const ranked = readings
    .map(({ detectorId }) => ({ detectorId, rank: keyedFraction(seed, `silent ${intersectionId} ${detectorId}`) }))
    .sort((a, b) => a.rank - b.rank)
  return new Set(ranked.slice(0, silentDetectors).map(({ detectorId }) => detectorId))
}

const noData = ({ detectorId, stoppedVehicles, occupancyRatio }: DetectorReading): DetectorReading =>
  stoppedVehicles === undefined
    ? { detectorId, vehicles: null, ...(occupancyRatio === undefined ? {} : { occupancyRatio: null }) }
    : { detectorId, vehicles: null, stoppedVehicles: null, meanSpeedMetresPerSecond: null }

function distort(
  reading: DetectorReading,
  key: string,
  second: number,
  history: History,
  errors: SensorErrors
): DetectorReading {
  const { missedShare, falseShare, seed } = errors
  const { detectorId, vehicles, stoppedVehicles, meanSpeedMetresPerSecond, occupancyRatio } = reading
  if (vehicles === null || (missedShare === 0 && falseShare === 0)) return reading
  const isPresence = stoppedVehicles !== undefined
  // Presence errs for a spell; each crossing errs by itself.
  const moment = isPresence ? Math.floor(second / spellSeconds) : second
  const draw = (what: string) => keyedFraction(seed, `${key} ${moment} ${what}`)
  const isSeen = (vehicle: number) => draw(`missed ${vehicle}`) >= missedShare
  const isFalse = falseShare > 0 && draw('false') < falseShare * history.meanVehicles
  const isFalseStopped = isFalse && draw('stopped') * history.meanVehicles < history.meanStopped
  const stoodBefore = stoppedVehicles ?? 0
  remember(history, vehicles, stoodBefore)
  let stopped = isFalseStopped ? 1 : 0
  let moving = isFalse && !isFalseStopped ? 1 : 0
  for (let vehicle = 0; vehicle < vehicles; vehicle++) {
    if (!isSeen(vehicle)) continue
    if (vehicle < stoodBefore) stopped += 1
    else moving += 1
  }
  if (!isPresence) {
    const counted = { detectorId, vehicles: stopped + moving }
    if (typeof occupancyRatio !== 'number') return counted
    return { ...counted, occupancyRatio: distortOccupancy(occupancyRatio, key, second, history, errors) }
  }
  const speed = moving === 0 ? null : (meanSpeedMetresPerSecond ?? falseSpeed)
  return { detectorId, vehicles: stopped + moving, stoppedVehicles: stopped, meanSpeedMetresPerSecond: speed }
}

/** A covered loop is missed, and a free one seems covered, for a spell, like a vehicle in a zone. */
function distortOccupancy(
  occupancyRatio: number,
  key: string,
  second: number,
  history: History,
  { missedShare, falseShare, seed }: SensorErrors
): number {
  history.meanOccupancy += (occupancyRatio - history.meanOccupancy) / history.seconds
  const drawn = keyedFraction(seed, `${key} ${Math.floor(second / spellSeconds)} occupancy`)
  if (occupancyRatio > 0) return drawn < missedShare ? 0 : occupancyRatio
  return drawn < falseShare * history.meanOccupancy ? 1 : 0
}

function remember(history: History, vehicles: number, stopped: number): void {
  history.seconds += 1
  history.meanVehicles += (vehicles - history.meanVehicles) / history.seconds
  history.meanStopped += (stopped - history.meanStopped) / history.seconds
}
