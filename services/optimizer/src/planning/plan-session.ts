import type { CorridorPlanner, CorridorPlannerOptions, CorridorTick } from '@selaras/control'
import type { Corridor, LearntCorridor } from '@selaras/shared'

/** Makes the planner of a corridor. */
export type PlannerFactory = (corridor: Corridor, options: CorridorPlannerOptions) => CorridorPlanner

/** Makes the planner of a seat, in the place of any it had. A seat is a corridor's place in the thread. */
export interface OpenRequest {
  readonly kind: 'open'
  readonly seat: number
  readonly corridor: Corridor
  readonly coverMs: number
  readonly learnt: LearntCorridor | undefined
}

/** What a planning thread is asked about a seat: first to open it, and again after each reply that is not ok. */
export type PlanRequest =
  | OpenRequest
  | { readonly kind: 'plan'; readonly seat: number; readonly tick: CorridorTick; readonly budgetMs: number }
  | { readonly kind: 'learnt' | 'close'; readonly seat: number }

/** Each request but `close` gets one reply, in order. */
export type PlanReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string }

/**
 * The planners of one thread: answers requests about them.
 *
 * @param monotonicNow real time for the search's deadline, ms.
 */
export function createPlanSession(
  createPlanner: PlannerFactory,
  monotonicNow: () => number
): (request: PlanRequest) => PlanReply {
  const planners = new Map<number, CorridorPlanner>()

  function plan(planner: CorridorPlanner, tick: CorridorTick, budgetMs: number) {
    const startedAtMs = monotonicNow()
    const elapsedMs = () => monotonicNow() - startedAtMs
    const planned = planner.plan(tick, { limitMs: budgetMs, elapsedMs })
    return { planned, planMs: elapsedMs() }
  }

  function answer(request: PlanRequest): unknown {
    switch (request.kind) {
      case 'open': {
        const { seat, corridor, coverMs, learnt } = request
        planners.set(seat, createPlanner(corridor, { coverMs, learnt }))
        return undefined
      }
      case 'plan':
        return plan(planners.get(request.seat)!, request.tick, request.budgetMs)
      case 'learnt':
        return planners.get(request.seat)!.learnt()
      case 'close':
        return planners.delete(request.seat)
    }
  }

  return request => {
    try {
      return { ok: true, value: answer(request) }
    } catch (error) {
      return { ok: false, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }
}
