import { type IntersectionModel, right } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { HiddenBox } from './hidden-box.ts'
import type { Readings } from './readings.ts'

/** Vehicles inside the junction, by movement: how many, and how many of them stand or creep. */
export interface Box {
  readonly vehicles: Float64Array
  readonly slow: Float64Array
  /** 1 where a vehicle that was slow during the clearance is not out of the box yet, however fast it goes by now. */
  readonly lingering: Uint8Array
}

export function createBox(model: IntersectionModel): Box {
  const { length } = model.movements
  return { vehicles: new Float64Array(length), slow: new Float64Array(length), lingering: new Uint8Array(length) }
}

/** Sees the box by its detectors; movements that none reports by what is reckoned of their turners. */
export function seeBox(
  box: Box,
  model: IntersectionModel,
  readings: Readings,
  { waiting }: HiddenBox,
  parameters: PlannerParameters
): void {
  box.vehicles.set(waiting)
  box.slow.set(waiting)
  for (const { detector, movements } of model.boxes) {
    if (Number.isNaN(readings.vehicles[detector]!)) continue
    for (const movement of movements) box.vehicles[movement] = box.slow[movement] = 0
  }
  for (const { detector, movements } of model.boxes) {
    const vehicles = readings.vehicles[detector]!
    if (!(vehicles > 0)) continue
    const stopped = readings.stopped[detector]! || 0
    const speed = readings.speed[detector]!
    const slow = speed < parameters.boxClearingSpeed || Number.isNaN(speed) ? vehicles : stopped
    for (const movement of movements) {
      box.vehicles[movement]! += vehicles
      box.slow[movement]! += slow
    }
  }
}

/** Notes who stands or creeps in the box during a clearance; call each second of it. */
export function noteLingering({ vehicles, slow, lingering }: Box): void {
  for (let movement = 0; movement < lingering.length; movement++) {
    if (slow[movement]! > 0) lingering[movement] = 1
    else if (vehicles[movement] === 0) lingering[movement] = 0
  }
}

/**
 * Whether vehicles are left in the box that the stage would lock in: their movement is stopped by the stage and crosses
 * one of its greens, and they will not be gone when its first vehicles get there.
 *
 * A turner that waited in the box for its gap leaves while the next queue starts; a second one behind it does not. Nor
 * does a through vehicle that had to stop in the box: turners of the coming stage would meet it half way, also when it has
 * just started again.
 *
 * @param ended the stage whose green has ended.
 */
export function blocksStage(
  box: Box,
  model: IntersectionModel,
  ended: number,
  stage: number,
  { boxLeavingTurners }: PlannerParameters
): boolean {
  const rights = model.rights[stage]!
  for (let movement = 0; movement < rights.length; movement++) {
    if (rights[movement]! >= right.permissive) continue
    const isLeft =
      model.yieldsAcross[ended]![movement] === 1
        ? box.slow[movement]! > boxLeavingTurners
        : box.lingering[movement] === 1
    if (!isLeft) continue
    const excludes = model.excludes[movement]!
    for (let other = 0; other < rights.length; other++) {
      if (rights[other]! >= right.permissive && excludes[other] === 1) return true
    }
  }
  return false
}
