import type { CorridorTick } from '@selaras/control'
import type { Corridor, LearntCorridor } from '@selaras/shared'
import { assignCorridors } from './assign-corridors.ts'
import type { PlanRequest } from './plan-session.ts'
import { createPlanWorker, type PlanWorker, startLimitMs } from './plan-worker.ts'
import { HungPlannerError, type PlanAnswer, type Planning, type PlanningDependencies } from './planning.ts'

export interface WorkerPlanningOptions {
  /** Threads that plan; one that a hung planner has to itself may come on top. */
  readonly threads: number
  /** A thread that has not answered this long after the deadline is ended, real ms. */
  readonly marginMs: number
  /** Module of the threads. */
  readonly entry?: URL
  /** Corridors are divided anew among the threads when at least this time has passed, real ms. */
  readonly balanceMs?: number
  readonly monotonicNow?: () => number
}

interface Seat {
  readonly id: number
  readonly corridor: Corridor
  thread: Thread
  /** Where it moves before its next tick. */
  target: Thread | undefined
  /** Moving average of plan time. */
  costMs: number
  /** What its next planner starts from. */
  learnt: LearntCorridor | undefined
  failuresInARow: number
}

interface Thread {
  readonly worker: PlanWorker
  readonly seats: Set<Seat>
}

/** Assumed plan time of an intersection before the first measurement. */
const assumedCostMs = 0.5
const costWeight = 0.05
/** After so many failures in a row, what was learnt is suspected and a planner starts without it. */
const mostFailures = 3

/**
 * Planners in worker threads, the corridors divided among them by measured cost.
 *
 * A planner that does not answer by its deadline and a margin loses its thread. The others of that thread go on in the
 * next one from what was last learnt, and the hung one gets a thread to itself until corridors are divided anew.
 */
export function createWorkerPlanning(
  { log, metrics, planBudgetMs, coverMs }: PlanningDependencies,
  options: WorkerPlanningOptions
): Planning {
  const { threads: wanted, marginMs, balanceMs = 600_000, monotonicNow = () => performance.now() } = options
  const entry = options.entry ?? new URL('./plan-thread.ts', import.meta.url)
  const threads: Thread[] = []
  let seatCounter = 0
  let balanceAtMs = monotonicNow() + balanceMs

  const toOpen = ({ id, corridor, learnt }: Seat): PlanRequest => ({
    kind: 'open',
    seat: id,
    corridor,
    coverMs,
    learnt
  })

  function startThread(): Thread {
    const seats = new Set<Seat>()
    const worker = createPlanWorker({
      entry,
      reopen: () => [...seats].map(toOpen),
      onLost(reason, problem) {
        metrics.planThreadsLost.inc({ reason })
        const corridors = [...seats].map(({ corridor }) => corridor.corridorId)
        log.error({ reason, problem, corridors }, 'planning thread lost, starting another')
      }
    })
    const thread = { worker, seats }
    threads.push(thread)
    metrics.planThreads.set(threads.length)
    return thread
  }

  function leave(seat: Seat): void {
    const { thread } = seat
    thread.seats.delete(seat)
    if (thread.seats.size > 0 || threads.length <= 1) {
      thread.worker.ask({ kind: 'close', seat: seat.id }, startLimitMs).catch(() => undefined)
      return
    }
    threads.splice(threads.indexOf(thread), 1)
    metrics.planThreads.set(threads.length)
    void thread.worker.close()
  }

  function enter(seat: Seat, thread: Thread): void {
    seat.thread = thread
    thread.seats.add(seat)
    const { corridorId } = seat.corridor
    thread.worker
      .ask(toOpen(seat), startLimitMs)
      .catch((error: Error) => log.error({ corridorId, error: error.message }, 'planner not made'))
  }

  function move(seat: Seat, thread: Thread): void {
    leave(seat)
    enter(seat, thread)
    metrics.corridorsMoved.inc()
  }

  const costOf = ({ seats }: Thread): number => [...seats].reduce((sum, { costMs }) => sum + costMs, 0)

  function leastLoaded(): Thread {
    const empty = threads.find(({ seats }) => seats.size === 0)
    if (empty !== undefined) return empty
    if (threads.length < wanted) return startThread()
    return threads.reduce((best, thread) => (costOf(thread) < costOf(best) ? thread : best))
  }

  function balance(): void {
    if (monotonicNow() < balanceAtMs) return
    balanceAtMs = monotonicNow() + balanceMs
    const parts = assignCorridors(
      threads.map(({ seats }) => [...seats]),
      wanted
    )
    for (const [index, part] of (parts ?? []).entries()) {
      const thread = threads[index] ?? startThread()
      for (const seat of part) seat.target = thread
    }
  }

  const limitMs = planBudgetMs + marginMs

  async function learntBy(seat: Seat): Promise<LearntCorridor | undefined> {
    const learnt = await seat.thread.worker.ask({ kind: 'learnt', seat: seat.id }, limitMs)
    seat.learnt = (learnt as LearntCorridor | undefined) ?? seat.learnt
    return seat.learnt
  }

  async function plan(seat: Seat, tick: CorridorTick): Promise<PlanAnswer> {
    balance()
    const { target } = seat
    seat.target = undefined
    if (target !== undefined && target !== seat.thread && threads.includes(target)) {
      await learntBy(seat)
      move(seat, target)
    }
    const request: PlanRequest = { kind: 'plan', seat: seat.id, tick, budgetMs: planBudgetMs }
    try {
      const answer = (await seat.thread.worker.ask(request, limitMs)) as PlanAnswer
      seat.costMs += costWeight * (answer.planMs - seat.costMs)
      seat.failuresInARow = 0
      return answer
    } catch (error) {
      seat.failuresInARow++
      if (seat.failuresInARow >= mostFailures) seat.learnt = undefined
      if (error instanceof HungPlannerError && seat.thread.seats.size > 1) move(seat, startThread())
      else enter(seat, seat.thread)
      throw error
    }
  }

  return {
    start() {
      startThread()
    },
    open(corridor, learnt) {
      const thread = leastLoaded()
      const costMs = assumedCostMs * corridor.intersections.length
      const seat: Seat = {
        id: ++seatCounter,
        corridor,
        thread,
        target: undefined,
        costMs,
        learnt,
        failuresInARow: 0
      }
      enter(seat, thread)
      return { plan: tick => plan(seat, tick), learnt: () => learntBy(seat), close: () => leave(seat) }
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.close()))
    }
  }
}
