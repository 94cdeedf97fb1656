import type { DetectorReading, StageInterval } from '@selaras/shared'
import { formatTable } from '../table.ts'
import type { Decision } from './replay.ts'

/** A decision for reading: what was seen, what ran, what was decided and why. Times are seconds from the tick. */
export function formatDecision({ planned, recorded, isSame, signal, detections }: Decision, atMs: number): string {
  const { intersectionId, intervals, reason, stoppedBy, ...record } = planned
  const seconds = (ms: number) => ((ms - atMs) / 1000).toFixed(1)
  const describe = (plan: readonly StageInterval[]) =>
    plan.map(({ stage, startAtMs, endAtMs }) => `${stage} [${seconds(startAtMs)}, ${seconds(endAtMs)}]`).join('  ')
  return [
    `${intersectionId}: ${reason} (search: ${stoppedBy})`,
    `signal: ${signal.interval} of stage ${signal.stage} since ${seconds(signal.sinceAtMs)} s`,
    `plan: ${describe(intervals)}`,
    ...(isSame ? [] : [`recorded plan: ${recorded === undefined ? 'none' : describe(recorded.intervals)}`]),
    ...detections.flatMap(({ intervalEndAtMs, readings }) => [
      `detected at ${seconds(intervalEndAtMs)} s:`,
      formatReadings(readings)
    ]),
    ...(Object.keys(record).length === 0 ? [] : [`decision record: ${JSON.stringify(record, null, 2)}`])
  ].join('\n')
}

function formatReadings(readings: readonly DetectorReading[]): string {
  const speaking = readings.filter(({ vehicles }) => vehicles !== 0)
  const cell = (value: number | null | undefined) => (value === undefined ? '' : (value?.toFixed(0) ?? 'no data'))
  const rows = speaking.map(({ detectorId, vehicles, stoppedVehicles, meanSpeedMetresPerSecond }) => [
    `  ${detectorId}`,
    cell(vehicles),
    cell(stoppedVehicles),
    cell(meanSpeedMetresPerSecond)
  ])
  return rows.length === 0 ? '  nothing' : formatTable([['  detector', 'vehicles', 'stopped', 'm/s'], ...rows])
}
