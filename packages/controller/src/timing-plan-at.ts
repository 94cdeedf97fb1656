import { activeTimingPlan, type Intersection, type LocalTime, type TimingPlan } from '@selaras/shared'

/** The timing plan that the schedule names for a moment. */
export function timingPlanAt(
  { intersection, timeZone }: { readonly intersection: Intersection; readonly timeZone: string },
  nowMs: number
): TimingPlan {
  if (intersection.schedule.length === 0) return intersection.timingPlans[0]!
  return activeTimingPlan(intersection, toLocalTime(nowMs, timeZone))
}

const formats = new Map<string, Intl.DateTimeFormat>()
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function toLocalTime(nowMs: number, timeZone: string): LocalTime {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23'
    })
    formats.set(timeZone, format)
  }
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, value]))
  return {
    weekday: weekdays.indexOf(parts.get('weekday') ?? 'Mon') + 1,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  }
}
