import type { PlannedIntersection } from '@selaras/control'
import {
  type Corridor,
  checkerOf,
  type Decision,
  DecisionSchema,
  formatPlanProblem,
  formatProblem,
  type PhasePlan,
  PhasePlanSchema,
  type PlanProblem,
  planValidityMs,
  type SignalState,
  validatePhasePlan
} from '@selaras/shared'
import type { UsedInterval } from './select-states.ts'

export interface PlanStamp {
  readonly corridor: Corridor
  readonly epoch: number
  readonly nowMs: number
  readonly validityMs: number
  /** States that the planner was given; a plan for any other intersection is refused. */
  readonly states: Readonly<Record<string, SignalState>>
  readonly used: ReadonlyMap<string, UsedInterval>
  /** Plans that the store holds, by intersection. */
  readonly current: Readonly<Record<string, PhasePlan>>
}

export interface RejectedPlan {
  readonly intersectionId: string
  readonly kind: PlanProblem['kind'] | 'malformed' | 'not-asked-for' | 'planned-twice'
  /** All problems, in words. */
  readonly problems: readonly string[]
}

export interface JudgedPlans {
  readonly plans: readonly PhasePlan[]
  /** Decisions behind these plans, of planners that tell them. */
  readonly decisions: readonly Decision[]
  readonly rejected: readonly RejectedPlan[]
}

const checkShape = checkerOf(PhasePlanSchema)
const checkDecision = checkerOf(DecisionSchema)
const longestReason = 200

/** Makes phase plans of what the planner returned and keeps those that may be committed: the planner is not trusted. */
export function toPhasePlans(planned: readonly PlannedIntersection[], stamp: PlanStamp): JudgedPlans {
  const plans = new Map<string, PhasePlan>()
  const decisions = new Map<string, Decision>()
  const rejected: RejectedPlan[] = []
  const seen = new Set<string>()
  for (const { intersectionId, intervals, reason, decision } of planned) {
    const refuse = (kind: RejectedPlan['kind'], problems: readonly string[] = [kind]) => {
      plans.delete(intersectionId)
      decisions.delete(intersectionId)
      rejected.push({ intersectionId, kind, problems })
    }
    if (seen.has(intersectionId)) {
      refuse('planned-twice')
      continue
    }
    seen.add(intersectionId)
    const intersection = stamp.corridor.intersections.find(entry => entry.intersectionId === intersectionId)
    const state = stamp.states[intersectionId]
    if (intersection === undefined || state === undefined) {
      refuse('not-asked-for')
      continue
    }
    const { corridorId, configurationVersion, limits } = stamp.corridor
    const shaped = checkShape({
      schemaVersion: 1,
      corridorId,
      intersectionId,
      configurationVersion,
      epoch: stamp.epoch,
      revision: nextRevision(stamp.current[intersectionId], stamp.epoch),
      basedOnAtMs: stamp.used.get(intersectionId)?.endAtMs ?? 0,
      issuedAtMs: stamp.nowMs,
      validUntilMs: stamp.nowMs + planValidityMs(intersection, stamp.validityMs),
      intervals,
      reason: reason.slice(0, longestReason)
    })
    if (!shaped.ok) {
      refuse('malformed', shaped.problems.map(formatProblem))
      continue
    }
    const context = { corridorId, configurationVersion, limits, intersection, state, nowMs: stamp.nowMs }
    const problems = validatePhasePlan(shaped.value, context)
    if (problems.length > 0) {
      refuse(problems[0]!.kind, problems.map(formatPlanProblem))
      continue
    }
    plans.set(intersectionId, shaped.value)
    const told = checkDecision(decision)
    // A decision explains and decides nothing: one that is not valid is left out, and its plan stays.
    if (told.ok && told.value.intersectionId === intersectionId) decisions.set(intersectionId, told.value)
  }
  return { plans: [...plans.values()], decisions: [...decisions.values()], rejected }
}

/** Revision that follows the committed plan of an intersection in an epoch. */
export const nextRevision = (current: PhasePlan | undefined, epoch: number): number =>
  current?.epoch === epoch ? current.revision + 1 : 0
