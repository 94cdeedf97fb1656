import type { LearntCorridor } from '@selaras/shared'
import { createPlanSession, type PlannerFactory, type PlanRequest } from '../src/planning/plan-session.ts'
import type { PlanAnswer, Planning, PlanningDependencies } from '../src/planning/planning.ts'

/** Planners in the thread of the test, by its clock. */
export function createInlinePlanning(
  createPlanner: PlannerFactory,
  monotonicNow: () => number,
  { planBudgetMs, coverMs }: Pick<PlanningDependencies, 'planBudgetMs' | 'coverMs'>
): Planning {
  const session = createPlanSession(createPlanner, monotonicNow)
  const send = (request: PlanRequest): unknown => {
    const reply = session(request)
    if (!reply.ok) throw new Error(reply.problem)
    return reply.value
  }
  let seats = 0
  return {
    start() {},
    open(corridor, learnt) {
      const seat = ++seats
      let isOpen = false
      const ask = (request: PlanRequest): unknown => {
        if (!isOpen) send({ kind: 'open', seat, corridor, coverMs, learnt })
        isOpen = false
        const value = send(request)
        isOpen = true
        return value
      }
      return {
        plan: async tick => ask({ kind: 'plan', seat, tick, budgetMs: planBudgetMs }) as PlanAnswer,
        learnt: async () => ask({ kind: 'learnt', seat }) as LearntCorridor | undefined,
        close: () => void session({ kind: 'close', seat })
      }
    },
    async close() {}
  }
}
