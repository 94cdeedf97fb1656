import type { SignalState } from '../messages/signal.ts'
import type { Corridor, Intersection } from '../model/corridor.ts'
import type { PhasePlan, StageInterval } from '../model/phase-plan.ts'
import { isGreen, type StageTable, stageTableOf } from './stage-transition.ts'

/** Shortest yellow that a plan may rely on (MMU trips at 2.7 s; NEMA TS 2). Benchmarks may go lower. */
export const minimumYellowSeconds = { field: 3, simulation: 0 } as const
/** A plan outlives its issue by at most this; a controller cut off from us is soon on its local plan. */
export const maximumValidityMs = 60_000
/** Nothing is planned further ahead than this. */
export const maximumHorizonMs = 900_000
/** A plan from a clock this far ahead of the receiver's is refused. */
export const maximumSkewMs = 10_000

export interface PlanContext {
  readonly corridorId: string
  readonly configurationVersion: number
  readonly limits: Corridor['limits']
  readonly intersection: Intersection
  /** What the controller does at `issuedAtMs`; without it only the plan itself is judged. */
  readonly state?: SignalState
  /** What the phases show, for a receiver that counts their running greens without judging how the plan begins. */
  readonly runningPhases?: SignalState['phases']
  /** Receiver's time; without it expiry and skew are not judged. */
  readonly nowMs?: number
}

export type PlanProblem =
  | { readonly kind: 'wrong-corridor'; readonly expected: string; readonly received: string }
  | { readonly kind: 'wrong-intersection'; readonly expected: string; readonly received: string }
  | { readonly kind: 'wrong-configuration'; readonly expected: number; readonly received: number }
  | { readonly kind: 'unknown-stage'; readonly stage: number }
  | { readonly kind: 'unknown-phase'; readonly stage: number; readonly phase: number }
  | { readonly kind: 'stage-repeated'; readonly stage: number; readonly atMs: number }
  | {
      readonly kind: 'interval-not-positive'
      readonly stage: number
      readonly startAtMs: number
      readonly endAtMs: number
    }
  | {
      readonly kind: 'clearance-too-short'
      readonly stages: readonly [number, number]
      readonly seconds: number
      readonly requiredSeconds: number
    }
  | {
      readonly kind: 'green-too-short'
      readonly phase: number
      readonly greenSeconds: number
      readonly minimumGreenSeconds: number
    }
  | {
      readonly kind: 'green-too-long'
      readonly stage: number
      readonly greenSeconds: number
      readonly maximumGreenSeconds: number
    }
  | {
      readonly kind: 'green-ends-off-grid'
      readonly stage: number
      readonly endAtMs: number
      readonly decisionGridSeconds: number
    }
  | { readonly kind: 'conflicting-phases'; readonly stage: number; readonly phases: readonly [number, number] }
  | {
      readonly kind: 'yellow-too-short'
      readonly phase: number
      readonly yellowSeconds: number
      readonly minimumYellowSeconds: number
    }
  | { readonly kind: 'first-interval-is-past'; readonly endAtMs: number; readonly issuedAtMs: number }
  | { readonly kind: 'horizon-too-short'; readonly endAtMs: number; readonly validUntilMs: number }
  | { readonly kind: 'horizon-too-long'; readonly endAtMs: number; readonly issuedAtMs: number }
  | { readonly kind: 'validity-not-positive'; readonly issuedAtMs: number; readonly validUntilMs: number }
  | { readonly kind: 'validity-too-long'; readonly issuedAtMs: number; readonly validUntilMs: number }
  | { readonly kind: 'expired'; readonly validUntilMs: number; readonly nowMs: number }
  | { readonly kind: 'from-the-future'; readonly issuedAtMs: number; readonly nowMs: number }
  | { readonly kind: 'not-the-running-stage'; readonly expected: number; readonly received: number }
  | { readonly kind: 'running-green-moved'; readonly expected: number; readonly received: number }
  | { readonly kind: 'running-clearance-cut'; readonly startAtMs: number; readonly clearanceUntilMs: number }

/**
 * Every way `plan` breaks the intersection's constraints; empty means it may be published and executed.
 *
 * The plan must already have the schema's shape. Judged are: identity and configuration, whitelist of stages and
 * phases, conflict matrix, minimum and maximum green, decision grid, yellow floor, change and clearance between stages, validity
 * window and horizon, and, where `state` is given, that the plan begins with what the controller really does.
 *
 * A phase that is green in two successive stages stays green between them; its minimum green spans both. The last
 * interval may be extended by the next plan, so its minimum green is not judged.
 */
export function validatePhasePlan(plan: PhasePlan, context: PlanContext): readonly PlanProblem[] {
  const problems: PlanProblem[] = []
  const table = stageTableOf(context.intersection)
  checkIdentity(plan, context, problems)
  checkWindow(plan, context, problems)
  if (!checkStages(plan, context, table, problems)) return problems
  checkClearances(plan.intervals, table, problems)
  checkMinimumGreens(plan.intervals, context, table, problems)
  checkMaximumGreens(plan.intervals, context, problems)
  checkDecisionGrid(plan.intervals, context, problems)
  if (context.state !== undefined) checkStart(plan, context.state, problems)
  return problems
}

function checkIdentity(plan: PhasePlan, context: PlanContext, problems: PlanProblem[]): void {
  const { intersectionId } = context.intersection
  if (plan.corridorId !== context.corridorId) {
    problems.push({ kind: 'wrong-corridor', expected: context.corridorId, received: plan.corridorId })
  }
  if (plan.intersectionId !== intersectionId) {
    problems.push({ kind: 'wrong-intersection', expected: intersectionId, received: plan.intersectionId })
  }
  if (plan.configurationVersion !== context.configurationVersion) {
    problems.push({
      kind: 'wrong-configuration',
      expected: context.configurationVersion,
      received: plan.configurationVersion
    })
  }
}

function checkWindow(plan: PhasePlan, context: PlanContext, problems: PlanProblem[]): void {
  const { issuedAtMs, validUntilMs, intervals } = plan
  const endAtMs = intervals.at(-1)!.endAtMs
  if (validUntilMs <= issuedAtMs) problems.push({ kind: 'validity-not-positive', issuedAtMs, validUntilMs })
  if (validUntilMs - issuedAtMs > maximumValidityMs) {
    problems.push({ kind: 'validity-too-long', issuedAtMs, validUntilMs })
  }
  if (endAtMs < validUntilMs) problems.push({ kind: 'horizon-too-short', endAtMs, validUntilMs })
  if (endAtMs - issuedAtMs > maximumHorizonMs) problems.push({ kind: 'horizon-too-long', endAtMs, issuedAtMs })
  const first = intervals[0]!
  if (first.endAtMs < issuedAtMs) {
    problems.push({ kind: 'first-interval-is-past', endAtMs: first.endAtMs, issuedAtMs })
  }
  const { nowMs } = context
  if (nowMs === undefined) return
  if (validUntilMs <= nowMs) problems.push({ kind: 'expired', validUntilMs, nowMs })
  if (issuedAtMs > nowMs + maximumSkewMs) problems.push({ kind: 'from-the-future', issuedAtMs, nowMs })
}

/** Whitelist, conflict matrix and yellow floor of the stages used. False: later checks would have no ground. */
function checkStages(plan: PhasePlan, context: PlanContext, table: StageTable, problems: PlanProblem[]): boolean {
  const floor = minimumYellowSeconds[context.limits]
  let known = true
  for (const stage of new Set(plan.intervals.map(interval => interval.stage))) {
    const displays = table.displays.get(stage)
    if (displays === undefined) {
      problems.push({ kind: 'unknown-stage', stage })
      known = false
      continue
    }
    for (const number of displays.keys()) {
      const phase = table.phases.get(number)
      if (phase === undefined) {
        problems.push({ kind: 'unknown-phase', stage, phase: number })
        known = false
      } else if (phase.kind !== 'pedestrian' && phase.yellowSeconds < floor) {
        const { yellowSeconds } = phase
        problems.push({ kind: 'yellow-too-short', phase: number, yellowSeconds, minimumYellowSeconds: floor })
      }
    }
    for (const { phases, kind } of context.intersection.conflicts) {
      const [a, b] = [displays.get(phases[0]), displays.get(phases[1])]
      if (!isGreen(a) || !isGreen(b)) continue
      const yields = a === 'permissive' || b === 'permissive'
      if (kind === 'exclusive' || !yields) problems.push({ kind: 'conflicting-phases', stage, phases })
    }
  }
  return known
}

function checkClearances(intervals: readonly StageInterval[], table: StageTable, problems: PlanProblem[]): void {
  for (const [index, { stage, startAtMs, endAtMs }] of intervals.entries()) {
    if (endAtMs <= startAtMs) problems.push({ kind: 'interval-not-positive', stage, startAtMs, endAtMs })
    const next = intervals[index + 1]
    if (next === undefined) continue
    if (next.stage === stage) problems.push({ kind: 'stage-repeated', stage, atMs: next.startAtMs })
    const requiredSeconds = table.transition(stage, next.stage).clearanceSeconds
    const seconds = (next.startAtMs - endAtMs) / 1000
    if (seconds < requiredSeconds) {
      problems.push({ kind: 'clearance-too-short', stages: [stage, next.stage], seconds, requiredSeconds })
    }
  }
}

function checkMinimumGreens(
  intervals: readonly StageInterval[],
  context: PlanContext,
  table: StageTable,
  problems: PlanProblem[]
): void {
  for (const phase of context.intersection.phases) {
    let greenSinceMs: number | undefined
    for (const [index, { stage, startAtMs, endAtMs }] of intervals.entries()) {
      if (!isGreen(table.displays.get(stage)?.get(phase.phase))) {
        greenSinceMs = undefined
        continue
      }
      greenSinceMs ??= index === 0 ? runningGreenSince(context, phase.phase, startAtMs) : startAtMs
      const next = intervals[index + 1]
      if (next === undefined || isGreen(table.displays.get(next.stage)?.get(phase.phase))) continue
      const greenSeconds = (endAtMs - greenSinceMs) / 1000
      const { minimumGreenSeconds } = phase
      if (greenSeconds < minimumGreenSeconds) {
        problems.push({ kind: 'green-too-short', phase: phase.phase, greenSeconds, minimumGreenSeconds })
      }
    }
  }
}

function runningGreenSince({ state, runningPhases }: PlanContext, phase: number, startAtMs: number): number {
  const running = (state?.phases ?? runningPhases)?.find(entry => entry.phase === phase)
  return running !== undefined && isGreen(running.display) ? Math.min(running.sinceAtMs, startAtMs) : startAtMs
}

/**
 * Longest green of a stage: the smallest maximum green among its phases that some other stage stops, in seconds;
 * infinite for a stage whose phases are green in every stage.
 */
export function stageMaximumGreenSeconds(intersection: Intersection, stage: number): number {
  const { displays, phases } = stageTableOf(intersection)
  let longest = Number.POSITIVE_INFINITY
  for (const [phase, display] of displays.get(stage) ?? []) {
    if (!isGreen(display)) continue
    const alwaysGreen = [...displays.values()].every(other => isGreen(other.get(phase)))
    if (!alwaysGreen) longest = Math.min(longest, phases.get(phase)?.maximumGreenSeconds ?? 0)
  }
  return longest
}

function checkMaximumGreens(intervals: readonly StageInterval[], context: PlanContext, problems: PlanProblem[]): void {
  for (const { stage, startAtMs, endAtMs } of intervals) {
    const maximumGreenSeconds = stageMaximumGreenSeconds(context.intersection, stage)
    const greenSeconds = (endAtMs - startAtMs) / 1000
    if (greenSeconds > maximumGreenSeconds) {
      problems.push({ kind: 'green-too-long', stage, greenSeconds, maximumGreenSeconds })
    }
  }
}

/** The last interval ends where the plan does, which is no decision. */
function checkDecisionGrid(intervals: readonly StageInterval[], context: PlanContext, problems: PlanProblem[]): void {
  const { decisionGridSeconds } = context.intersection
  if (decisionGridSeconds === undefined) return
  for (const { stage, endAtMs } of intervals.slice(0, -1)) {
    if (endAtMs % (decisionGridSeconds * 1000) !== 0) {
      problems.push({ kind: 'green-ends-off-grid', stage, endAtMs, decisionGridSeconds })
    }
  }
}

function checkStart(plan: PhasePlan, state: SignalState, problems: PlanProblem[]): void {
  const first = plan.intervals[0]!
  const clearing = state.interval !== 'green' && state.nextStage !== null
  const expected = clearing ? state.nextStage : state.stage
  if (first.stage !== expected) {
    problems.push({ kind: 'not-the-running-stage', expected: expected!, received: first.stage })
    return
  }
  if (clearing) {
    const clearanceUntilMs = state.clearanceUntilMs ?? 0
    if (first.startAtMs < clearanceUntilMs) {
      problems.push({ kind: 'running-clearance-cut', startAtMs: first.startAtMs, clearanceUntilMs })
    }
  } else if (first.startAtMs !== state.stageGreenSinceAtMs) {
    const { stageGreenSinceAtMs } = state
    problems.push({ kind: 'running-green-moved', expected: stageGreenSinceAtMs, received: first.startAtMs })
  }
}

/** A problem as one line for logs and acknowledgements. */
export function formatPlanProblem(problem: PlanProblem): string {
  const { kind, ...details } = problem
  const values = Object.entries(details).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join('–') : value}`
  )
  return `${kind}: ${values.join(', ')}`
}

/** Shortest time from now to the end of green that keeps every phase's minimum green, for one stage, in seconds. */
export const longestMinimumGreenSeconds = (intersection: Intersection, stage: number): number => {
  const { displays, phases } = stageTableOf(intersection)
  let longest = 0
  for (const [phase, display] of displays.get(stage) ?? []) {
    if (isGreen(display)) longest = Math.max(longest, phases.get(phase)?.minimumGreenSeconds ?? 0)
  }
  return longest
}
