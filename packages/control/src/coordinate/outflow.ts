import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { ScheduledSwitch } from '../search/stage-search.ts'

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
  readonly rate: Float64Array
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
  const { horizon, queue, arrivals, rate, switches } = planned
  const { laneCount, laneGreen } = model
  const left = Float64Array.from(queue)
  let position = 0
  let stage = planned.stage
  let before = planned.fromStage
  let greenAt = planned.clearanceLeftSeconds
  let endedAt = Number.NEGATIVE_INFINITY
  for (let k = 0; k < horizon; k++) {
    const next = switches[position]
    if (next !== undefined && next.atSeconds <= k) {
      before = stage
      stage = next.toStage
      greenAt = next.greenAtSeconds
      endedAt = next.atSeconds
      position += 1
    }
    const clearing = k < greenAt
    for (let lane = 0; lane < laneCount; lane++) {
      let service = rate[stage * laneCount + lane]!
      if (clearing) {
        const runs = laneGreen[before]![lane] === 1
        const stays = runs && laneGreen[stage]![lane] === 1
        const yellow = runs && k - endedAt < parameters.yellowUseSeconds
        service = stays
          ? Math.min(service, rate[before * laneCount + lane]!)
          : yellow
            ? rate[before * laneCount + lane]!
            : 0
      }
      const index = lane * horizon + k
      const waiting = left[lane]! + arrivals[index]!
      const leaving = Math.min(waiting, service)
      left[lane] = waiting - leaving
      departures[index] = leaving
    }
  }
}
