import { activeTimingPlan, type LocalTime, stageTableOf, type TimingPlan } from '@selaras/shared'
import type { ControllerConfig } from './controller-state.ts'

/** A stage that is to run, and the earliest start of its green if it does not run yet. */
export interface Target {
  readonly stage: number
  readonly notBeforeMs: number
}

/**
 * What the local timing plan wants at a time: coordination is kept by the clock alone, because the cycle is counted
 * from 1970-01-01T00:00:00Z and the offset is the start of green of the first stage listed.
 */
export function localTarget(config: ControllerConfig, nowMs: number): Target {
  const plan = timingPlanAt(config, nowMs)
  const cycleMs = plan.cycleSeconds * 1000
  const table = stageTableOf(config.intersection)
  const positionMs = modulo(nowMs - plan.offsetSeconds * 1000, cycleMs)
  let startMs = 0
  for (const [index, { stage, splitSeconds }] of plan.splits.entries()) {
    const endMs = startMs + splitSeconds * 1000
    if (positionMs < endMs) {
      const next = plan.splits[(index + 1) % plan.splits.length]!.stage
      const greenEndMs = endMs - table.transition(stage, next).clearanceSeconds * 1000
      const startAtMs = nowMs - positionMs + startMs
      if (positionMs < greenEndMs) return { stage, notBeforeMs: startAtMs }
      return { stage: next, notBeforeMs: nowMs - positionMs + endMs }
    }
    startMs = endMs
  }
  return { stage: plan.splits[0]!.stage, notBeforeMs: nowMs }
}

/** The next time after `nowMs` at which the local timing plan may want something else. */
export function nextLocalChangeMs(config: ControllerConfig, nowMs: number): number {
  const plan = timingPlanAt(config, nowMs)
  const table = stageTableOf(config.intersection)
  const positionMs = modulo(nowMs - plan.offsetSeconds * 1000, plan.cycleSeconds * 1000)
  let endMs = 0
  for (const [index, { stage, splitSeconds }] of plan.splits.entries()) {
    endMs += splitSeconds * 1000
    const next = plan.splits[(index + 1) % plan.splits.length]!.stage
    const greenEndMs = endMs - table.transition(stage, next).clearanceSeconds * 1000
    if (positionMs < greenEndMs) return nowMs + greenEndMs - positionMs
    if (positionMs < endMs) return nowMs + endMs - positionMs
  }
  return nowMs + 1000
}

const modulo = (value: number, divisor: number): number => ((value % divisor) + divisor) % divisor

function timingPlanAt({ intersection, timeZone }: ControllerConfig, nowMs: number): TimingPlan {
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
