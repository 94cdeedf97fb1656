import type { PhasePlan } from '@selaras/shared'
import { type ControllerState, toMs } from './controller-state.ts'
import { localSuccessor, localTarget, nextLocalChangeMs, type Target } from './local-timing.ts'

/** The plan that is executed at a time: the newest accepted one while it is valid. */
export const executedPlan = ({ plan, mode }: ControllerState, nowMs: number): PhasePlan | null =>
  plan !== null && mode !== 'flash' && nowMs < plan.validUntilMs ? plan : null

/** Until when the running stage is held because a plan has just run out; in the past when none has. */
const holdUntilMs = ({ plan, config }: ControllerState): number =>
  plan === null ? Number.NEGATIVE_INFINITY : plan.validUntilMs + toMs(config.backupSeconds ?? 0)

/** The green that is wanted at a time, by the executed plan or else by the local timing plan. */
export function targetAt(state: ControllerState, nowMs: number): Target {
  const plan = executedPlan(state, nowMs)
  if (plan === null) {
    const holdMs = holdUntilMs(state)
    if (nowMs >= holdMs) return localTarget(state.config, nowMs)
    return { stage: state.nextStage ?? state.stage, notBeforeMs: nowMs, untilMs: holdMs }
  }
  const { stage, startAtMs, endAtMs } = plan.intervals.find(({ endAtMs }) => nowMs < endAtMs) ?? plan.intervals.at(-1)!
  return { stage, notBeforeMs: startAtMs, untilMs: endAtMs }
}

/** The next time after `nowMs` at which the target may change. */
export function nextTargetChangeMs(state: ControllerState, nowMs: number): number {
  const plan = executedPlan(state, nowMs)
  const holdMs = holdUntilMs(state)
  if (plan === null) return nowMs < holdMs ? holdMs : nextLocalChangeMs(state.config, nowMs)
  const { notBeforeMs, untilMs } = targetAt(state, nowMs)
  return Math.min(plan.validUntilMs, notBeforeMs > nowMs ? notBeforeMs : untilMs)
}

/** The stage that follows the running one when it has to leave at maximum green. */
export function successorOf(state: ControllerState, nowMs: number): number {
  const { config, stage } = state
  const planned = executedPlan(state, nowMs)?.intervals.find(entry => entry.endAtMs > nowMs && entry.stage !== stage)
  if (planned !== undefined) return planned.stage
  const stages = config.intersection.stages.map(entry => entry.stage)
  return localSuccessor(config, stage, nowMs) ?? stages[(stages.indexOf(stage) + 1) % stages.length]!
}
