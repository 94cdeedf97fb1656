import type { PlannedIntersection } from '@selaras/control'
import {
  type Corridor,
  formatPlanProblem,
  type PhasePlan,
  planValidityMs,
  type SignalState,
  validatePhasePlan
} from '@selaras/shared'

/** What the optimizer and the api do between planner and controller, in one process: number, validate, pass or refuse. */
export class PlanPublisher {
  readonly #corridor: Corridor
  readonly #validityMs: number
  readonly #refused = new Map<string, number>()
  #revision = 0

  constructor(corridor: Corridor, validityMs: number) {
    this.#corridor = corridor
    this.#validityMs = validityMs
  }

  /** Kinds of problems that plans were refused for, with their counts. */
  get refused(): ReadonlyMap<string, number> {
    return this.#refused
  }

  beginTick(): void {
    this.#revision += 1
  }

  /** The plan as a message, or undefined when it is not safe: then it is counted and goes nowhere. */
  publish(planned: PlannedIntersection, state: SignalState, nowMs: number, basedOnAtMs: number): PhasePlan | undefined {
    const intersection = this.#corridor.intersections.find(
      ({ intersectionId }) => intersectionId === planned.intersectionId
    )
    if (intersection === undefined) return undefined
    const { corridorId, configurationVersion, limits } = this.#corridor
    const plan: PhasePlan = {
      schemaVersion: 1,
      corridorId,
      intersectionId: planned.intersectionId,
      configurationVersion,
      epoch: 1,
      revision: this.#revision,
      basedOnAtMs,
      issuedAtMs: nowMs,
      validUntilMs: nowMs + planValidityMs(intersection, this.#validityMs),
      intervals: [...planned.intervals],
      reason: planned.reason
    }
    const problems = validatePhasePlan(plan, { corridorId, configurationVersion, limits, intersection, state })
    for (const problem of problems) {
      const text = formatPlanProblem(problem)
      this.#refused.set(text, (this.#refused.get(text) ?? 0) + 1)
    }
    return problems.length === 0 ? plan : undefined
  }
}
