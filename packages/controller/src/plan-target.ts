import type { PhasePlan } from '@selaras/shared'
import type { ControllerState } from './controller-state.ts'
import { localTarget, type Target } from './local-timing.ts'

/** The plan that is executed at a time: the newest accepted one while it is valid. */
export const executedPlan = ({ plan }: ControllerState, nowMs: number): PhasePlan | null =>
  plan !== null && nowMs < plan.validUntilMs ? plan : null

/** The stage that is wanted at a time, by the executed plan or else by the local timing plan. */
export function targetAt(state: ControllerState, nowMs: number): Target {
  const plan = executedPlan(state, nowMs)
  if (plan === null) return localTarget(state.config, nowMs)
  const interval = plan.intervals.find(({ endAtMs }) => nowMs < endAtMs) ?? plan.intervals.at(-1)!
  return { stage: interval.stage, notBeforeMs: interval.startAtMs }
}

/** The stage that follows the running one when it has to leave at maximum green. */
export function successorOf(state: ControllerState, nowMs: number): number {
  const plan = executedPlan(state, nowMs)
  const { intersection } = state.config
  const sequence =
    plan === null ? intersection.timingPlans[0]!.splits : plan.intervals.filter(({ endAtMs }) => endAtMs > nowMs)
  const planned = sequence.find(({ stage }) => stage !== state.stage)?.stage
  if (planned !== undefined) return planned
  const stages = intersection.stages.map(({ stage }) => stage)
  return stages[(stages.indexOf(state.stage) + 1) % stages.length]!
}
