/** Local weekday (ISO, Monday 1) and minute of day. */
export interface LocalTime {
  readonly weekday: number
  readonly minute: number
}

const formats = new Map<string, Intl.DateTimeFormat>()
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Local time at `nowMs` (Unix epoch ms) in an IANA time zone. */
export function toLocalTime(nowMs: number, timeZone: string): LocalTime {
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
