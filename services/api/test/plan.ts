import type { PhasePlan } from '@selaras/shared'
import { createPlan } from '../../../packages/store/test/fixtures.ts'

/** A plan that is safe now: stage 1 for 20 s more, its clearance, then stage 2. */
export function planNow(corridorId: string, epoch: number, revision: number, validMs = 5000): PhasePlan {
  const nowMs = Date.now()
  return {
    ...createPlan(corridorId, epoch, revision),
    basedOnAtMs: nowMs,
    issuedAtMs: nowMs,
    validUntilMs: nowMs + validMs,
    intervals: [
      { stage: 1, startAtMs: nowMs - 10_000, endAtMs: nowMs + 20_000 },
      { stage: 2, startAtMs: nowMs + 25_000, endAtMs: nowMs + 45_000 }
    ]
  }
}
