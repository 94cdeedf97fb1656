import { stageTableOf, type TimingPlan } from '@selaras/shared'
import { type ControllerConfig, toMs } from './controller-state.ts'
import { timingPlanAt } from './timing-plan-at.ts'

/** Green that is wanted: a stage from a time until a time. */
export interface Target {
  readonly stage: number
  readonly notBeforeMs: number
  readonly untilMs: number
}

const msPerMinute = 60_000

/**
 * The green that the local timing plan wants now or, between two greens, next. Coordination is kept by the clock
 * alone: cycles are counted from 1970-01-01T00:00:00Z, and the offset is the start of green of the first stage listed.
 */
export function localTarget(config: ControllerConfig, nowMs: number): Target {
  const plan = timingPlanAt(config, nowMs)
  const cycleStartMs = cycleStartAt(plan, nowMs)
  let startMs = cycleStartMs
  for (const index of plan.splits.keys()) {
    const green = greenOf(config, plan, index, startMs)
    if (nowMs < green.untilMs) return green
    startMs += toMs(plan.splits[index]!.splitSeconds)
  }
  return greenOf(config, plan, 0, startMs)
}

function greenOf(config: ControllerConfig, { splits }: TimingPlan, index: number, startMs: number): Target {
  const { stage, splitSeconds } = splits[index]!
  const next = splits[(index + 1) % splits.length]!.stage
  const { clearanceSeconds } = stageTableOf(config.intersection).transition(stage, next)
  return { stage, notBeforeMs: startMs, untilMs: startMs + toMs(splitSeconds) - toMs(clearanceSeconds) }
}

/** The next time after `nowMs` at which the local timing plan may want something else. */
export function nextLocalChangeMs(config: ControllerConfig, nowMs: number): number {
  const { notBeforeMs, untilMs } = localTarget(config, nowMs)
  const change = notBeforeMs > nowMs ? notBeforeMs : untilMs
  if (config.intersection.schedule.length === 0) return change
  return Math.min(change, (Math.floor(nowMs / msPerMinute) + 1) * msPerMinute)
}

/** Longest green that the running local timing plan gives a stage, in milliseconds; 0 when it does not list it. */
export const longestSplitMs = (config: ControllerConfig, stage: number, nowMs: number): number =>
  Math.max(
    0,
    ...timingPlanAt(config, nowMs)
      .splits.filter(split => split.stage === stage)
      .map(({ splitSeconds }) => toMs(splitSeconds))
  )

/** The stage that follows one in the running local timing plan, or the plan's first when it does not list it. */
export function localSuccessor(config: ControllerConfig, stage: number, nowMs: number): number | undefined {
  const stages = timingPlanAt(config, nowMs).splits.map(split => split.stage)
  const position = stages.indexOf(stage)
  return [...stages.slice(position + 1), ...stages].find(next => next !== stage)
}

function cycleStartAt({ cycleSeconds, offsetSeconds }: TimingPlan, nowMs: number): number {
  const cycleMs = toMs(cycleSeconds)
  const positionMs = (nowMs - toMs(offsetSeconds)) % cycleMs
  return nowMs - (positionMs < 0 ? positionMs + cycleMs : positionMs)
}
