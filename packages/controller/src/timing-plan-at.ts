import { activeTimingPlan, type Intersection, type TimingPlan, toLocalTime } from '@selaras/shared'

/** The timing plan that the schedule names for a moment. */
export function timingPlanAt(
  { intersection, timeZone }: { readonly intersection: Intersection; readonly timeZone: string },
  nowMs: number
): TimingPlan {
  if (intersection.schedule.length === 0) return intersection.timingPlans[0]!
  return activeTimingPlan(intersection, toLocalTime(nowMs, timeZone))
}
