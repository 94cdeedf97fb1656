import type { CorridorPlanner, CorridorPlannerOptions, CorridorTick } from '@selaras/control'
import type { Corridor, LearntCorridor } from '@selaras/shared'

/** Makes the planner of a corridor. */
export type PlannerFactory = (corridor: Corridor, options: CorridorPlannerOptions) => CorridorPlanner

/** What a planning thread is asked. A seat is a corridor's place in the thread. */
export type PlanRequest =
  | ({ readonly kind: 'open'; readonly seat: number } & SeatSettings)
  | { readonly kind: 'plan'; readonly seat: number; readonly tick: CorridorTick; readonly budgetMs: number }
  | { readonly kind: 'learnt' | 'close'; readonly seat: number }

/** Each request gets one reply, in order. */
export type PlanReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string }

interface SeatSettings {
  readonly corridor: Corridor
  readonly coverMs: number
  readonly learnt: LearntCorridor | undefined
}

interface Seat extends SeatSettings {
  planner: CorridorPlanner | undefined
}

/**
 * The planners of one thread: answers requests about them.
 *
 * @param monotonicNow real time for the search's deadline, ms.
 */
export function createPlanSession(
  createPlanner: PlannerFactory,
  monotonicNow: () => number
): (request: PlanRequest) => PlanReply {
  const seats = new Map<number, Seat>()

  /** Making a planner may fail; then it is tried again with the next tick. */
  function plannerOf(seat: Seat): CorridorPlanner {
    seat.planner ??= createPlanner(seat.corridor, { coverMs: seat.coverMs, learnt: seat.learnt })
    return seat.planner
  }

  function plan(seat: Seat, tick: CorridorTick, budgetMs: number) {
    const startedAtMs = monotonicNow()
    const elapsedMs = () => monotonicNow() - startedAtMs
    try {
      const planned = plannerOf(seat).plan(tick, { limitMs: budgetMs, elapsedMs })
      return { planned, planMs: elapsedMs() }
    } catch (error) {
      // A planner that threw is in no known state.
      seat.planner = undefined
      throw error
    }
  }

  function answer(request: PlanRequest): unknown {
    switch (request.kind) {
      case 'open': {
        const { corridor, coverMs, learnt } = request
        const seat = { corridor, coverMs, learnt, planner: undefined }
        seats.set(request.seat, seat)
        plannerOf(seat)
        return undefined
      }
      case 'plan':
        return plan(seats.get(request.seat)!, request.tick, request.budgetMs)
      case 'learnt':
        return seats.get(request.seat)!.planner?.learnt()
      case 'close':
        return seats.delete(request.seat)
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
