import type { Intersection } from '../model/corridor.ts'
import type { TimingPlan } from '../model/timing-plan.ts'
import type { LocalTime } from './local-time.ts'

/**
 * Timing plan that the schedule names for a local time: the entry that began last, looking back up to a week.
 *
 * Without a schedule it is the first timing plan.
 */
export function activeTimingPlan(intersection: Intersection, { weekday, minute }: LocalTime): TimingPlan {
  const first = intersection.timingPlans[0]!
  const minutesPerWeek = 7 * 1440
  const nowMinute = (weekday - 1) * 1440 + minute
  let best = { age: minutesPerWeek, timingPlanId: first.timingPlanId }
  for (const { weekdays, startMinute, timingPlanId } of intersection.schedule) {
    for (const day of weekdays) {
      const age = (nowMinute - (day - 1) * 1440 - startMinute + minutesPerWeek) % minutesPerWeek
      if (age < best.age) best = { age, timingPlanId }
    }
  }
  return intersection.timingPlans.find(plan => plan.timingPlanId === best.timingPlanId) ?? first
}
