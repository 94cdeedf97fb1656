import { type IntersectionModel, right } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { Flows } from './flows.ts'
import type { Readings } from './readings.ts'

/**
 * Turners that wait inside the junction where no box detector sees it: counted in at the stop line while they yield,
 * and out one by one as soon as nobody crosses from the opposing lanes.
 */
export interface HiddenBox {
  /** By movement. */
  readonly waiting: Float64Array
}

/** Nobody has come from the opposing lanes for so long: the stream has a gap, s. */
const gapSeconds = 2

export const createHiddenBox = (model: IntersectionModel): HiddenBox => ({
  waiting: new Float64Array(model.movements.length)
})

/**
 * @param stage the running stage, or the one that ended last while it clears.
 */
export function learnHiddenBox(
  { waiting }: HiddenBox,
  model: IntersectionModel,
  readings: Readings,
  flows: Flows,
  stage: number,
  intervalSeconds: number,
  { followUpSeconds, mostHiddenTurners }: PlannerParameters
): void {
  for (let movement = 0; movement < waiting.length; movement++) {
    const quiet = model.movementLanes[movement]!.every(lane =>
      model.opposingLanes[stage * model.laneCount + lane]!.every(other => flows.sinceCrossing[other]! >= gapSeconds)
    )
    if (quiet) waiting[movement] = Math.max(0, waiting[movement]! - intervalSeconds / followUpSeconds)
  }
  for (const { detector, movements } of model.stopLines) {
    const vehicles = readings.vehicles[detector]!
    if (!(vehicles > 0)) continue
    for (const movement of movements) {
      if (model.rights[stage]![movement] === right.permissive && model.yieldsAcross[stage]![movement] === 1) {
        waiting[movement] = Math.min(mostHiddenTurners, waiting[movement]! + vehicles / movements.length)
      }
    }
  }
}
