import type { PhasePlan } from '@selaras/shared'

/** A plan was to be committed to another corridor than the one it is for. */
export class MisplacedPlanError extends Error {
  override readonly name = 'MisplacedPlanError'
  constructor(plan: PhasePlan, corridorId: string) {
    super(`a plan for ${plan.corridorId}/${plan.intersectionId} cannot be committed to corridor ${corridorId}`)
  }
}

/** @throws {MisplacedPlanError} When a plan is for another corridor than `corridorId`. */
export function checkPlacesOf(plans: readonly PhasePlan[], corridorId: string): void {
  const misplaced = plans.find(plan => plan.corridorId !== corridorId)
  if (misplaced !== undefined) throw new MisplacedPlanError(misplaced, corridorId)
}
