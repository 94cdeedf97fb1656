import type { Decision, DetectorReading, StageInterval } from '@selaras/shared'
import { formatTable } from '../table.ts'
import type { ReplayedDecision } from './replay.ts'

/** A decision for reading: what was seen, what ran, what was decided and why. Times are seconds from the tick. */
export function formatDecision(
  { planned, recorded, isSame, signal, detections }: ReplayedDecision,
  atMs: number
): string {
  const { intersectionId, intervals, reason, decision } = planned
  const seconds = (ms: number) => ((ms - atMs) / 1000).toFixed(1)
  const describe = (plan: readonly StageInterval[]) =>
    plan.map(({ stage, startAtMs, endAtMs }) => `${stage} [${seconds(startAtMs)}, ${seconds(endAtMs)}]`).join('  ')
  return [
    `${intersectionId}: ${reason}`,
    `signal: ${signal.interval} of stage ${signal.stage} since ${seconds(signal.sinceAtMs)} s`,
    `plan: ${describe(intervals)}`,
    ...(isSame ? [] : [`recorded plan: ${recorded === undefined ? 'none' : describe(recorded.intervals)}`]),
    ...(decision === undefined ? [] : formatRecord(decision)),
    ...detections.flatMap(({ intervalEndAtMs, readings }) => [
      `detected at ${seconds(intervalEndAtMs)} s:`,
      formatReadings(readings)
    ])
  ].join('\n')
}

function formatRecord({ boundBy, search, lanes, alternatives }: Decision): readonly string[] {
  const { horizonSeconds, expansions, endedBy } = search
  const estimates = lanes.map(({ laneId, queueVehicles, arrivingVehicles, flowVehiclesPerHour }) => [
    `  ${laneId}`,
    queueVehicles.toFixed(1),
    arrivingVehicles.toFixed(1),
    `${flowVehiclesPerHour}`
  ])
  const choices = alternatives.map(({ stage, costVehicleSeconds, followedSeconds, refusal }) => [
    `  stage ${stage}`,
    costVehicleSeconds?.toFixed(1) ?? '',
    refusal === null ? `${followedSeconds}` : '',
    refusal ?? ''
  ])
  return [
    `bound by: ${boundBy}; search of ${horizonSeconds} s: ${endedBy}, ${expansions} states`,
    'estimated:',
    formatTable([['  lane', 'queue', 'arriving', 'veh/h'], ...estimates]),
    'to begin with now:',
    formatTable([['  stage', 'cost, veh·s', 'followed, s', 'no choice'], ...choices])
  ]
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
