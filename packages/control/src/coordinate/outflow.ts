import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import { type LaneService, laneRate } from '../search/lane-service.ts'
import type { ScheduledSwitch } from '../search/schedule.ts'

/** What an intersection is going to do: the schedule that its departures follow. */
export interface PlannedService {
  readonly stage: number
  readonly fromStage: number
  readonly clearanceLeftSeconds: number
  readonly switches: readonly ScheduledSwitch[]
  readonly queue: Float64Array
  /** [lane × horizon + k]. */
  readonly arrivals: Float64Array
  readonly horizon: number
  readonly service: LaneService
}

/**
 * Departures of each lane second by second under a schedule: what the neighbours downstream can expect.
 *
 * @param departures receives [lane × horizon + k], vehicles.
 */
export function predictDepartures(
  departures: Float64Array,
  model: IntersectionModel,
  planned: PlannedService,
  parameters: PlannerParameters
): void {
  const { horizon, queue, arrivals, service, switches } = planned
  const { laneCount, stageCount, laneGreen, opposingLanes, laneSaturationFlow } = model
  const left = Float64Array.from(queue)
  let position = 0
  let stage = planned.stage
  let before = planned.fromStage
  let row = planned.clearanceLeftSeconds > 0 ? stage : stageCount
  let beforeRow = before
  let greenAt = planned.clearanceLeftSeconds
  let endedAt = Number.NEGATIVE_INFINITY
  let endedAge = 0
  for (let k = 0; k < horizon; k++) {
    const next = switches[position]
    if (next !== undefined && next.atSeconds <= k) {
      before = stage
      beforeRow = row
      stage = next.toStage
      row = stage
      endedAge = Math.max(0, k - greenAt)
      greenAt = next.greenAtSeconds
      endedAt = next.atSeconds
      position += 1
    }
    const clearing = k < greenAt
    for (let lane = 0; lane < laneCount; lane++) {
      let rate = 0
      if (clearing) {
        const runs = laneGreen[before]![lane] === 1
        const yellow = k - endedAt < parameters.yellowUseSeconds
        if (runs && (yellow || laneGreen[stage]![lane] === 1)) {
          rate = laneRate(service, beforeRow * laneCount + lane, endedAge, 0.5, 0)
        }
      } else {
        let busy = 0
        for (const other of opposingLanes[stage * laneCount + lane]!) {
          busy = Math.max(busy, left[other]! / laneSaturationFlow[other]!)
        }
        rate = laneRate(service, row * laneCount + lane, k - greenAt, Math.min(1, busy), 0)
      }
      const index = lane * horizon + k
      const waiting = left[lane]! + arrivals[index]!
      const leaving = Math.min(waiting, rate)
      left[lane] = waiting - leaving
      departures[index] = leaving
    }
  }
}
