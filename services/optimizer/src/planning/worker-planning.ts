import type { CorridorTick } from '@selaras/control'
import type { Corridor, LearntCorridor } from '@selaras/shared'
import { assignCorridors } from './assign-corridors.ts'
import type { OpenRequest, PlanRequest } from './plan-session.ts'
import { createPlanWorker, type PlanWorker } from './plan-worker.ts'
import type { PlanAnswer, Planning, PlanningDependencies } from './planning.ts'
import { LostThreadError, UnservedError } from './planning-errors.ts'

export interface WorkerPlanningOptions {
  /** Threads that plan; one that all isolated planners share may come on top. */
  readonly threads: number
  /** A thread that has not answered this long after the deadline is ended, real ms. */
  readonly marginMs: number
  /** Module of the threads. */
  readonly entry?: URL
  /** Corridors are divided anew among the threads, and isolation ends, when at least this time has passed, real ms. */
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
  isolation: Isolation | undefined
}

/** Why a seat is in the thread of those that lost theirs. */
interface Isolation {
  /** Threads lost since it began. */
  readonly losses: number
  readonly lostAtMs: number
  readonly error: LostThreadError
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
const firstPauseMs = 1000
const longestPauseMs = 60_000

/** Time from the last loss to the next try. */
const pauseOf = ({ losses }: Isolation): number => Math.min(longestPauseMs, firstPauseMs * 2 ** (losses - 1))

/**
 * Planners in worker threads, the corridors divided among them by measured cost.
 *
 * A planner that hangs, or ends its thread, whatever it was asked, is isolated: it goes on in a thread that all such
 * planners share, after a pause that doubles with each further loss. The others of the thread it lost go on in the next
 * one from what was last learnt.
 */
export function createWorkerPlanning(
  { log, metrics, planBudgetMs, coverMs }: PlanningDependencies,
  options: WorkerPlanningOptions
): Planning {
  const { threads: wanted, marginMs, balanceMs = 600_000, monotonicNow = () => performance.now() } = options
  const entry = options.entry ?? new URL('./plan-thread.ts', import.meta.url)
  const limitMs = planBudgetMs + marginMs
  const threads: Thread[] = []
  let isolated: Thread | undefined
  let seatCounter = 0
  let balanceAtMs = monotonicNow() + balanceMs

  function createThread(): Thread {
    const seats = new Set<Seat>()
    const worker = createPlanWorker({
      entry,
      onLost({ reason, message }) {
        metrics.planThreadsLost.inc({ reason })
        const corridors = [...seats].map(({ corridor }) => corridor.corridorId)
        log.error({ reason, problem: message, corridors }, 'planning thread lost, starting another')
      }
    })
    return { worker, seats }
  }

  const countThreads = () => metrics.planThreads.set(threads.length + (isolated === undefined ? 0 : 1))

  function startThread(): Thread {
    const thread = createThread()
    threads.push(thread)
    countThreads()
    return thread
  }

  function leave(seat: Seat): void {
    const { thread } = seat
    thread.seats.delete(seat)
    thread.worker.drop(seat.id)
    if (thread.seats.size > 0) return
    if (thread === isolated) isolated = undefined
    else if (threads.length > 1) threads.splice(threads.indexOf(thread), 1)
    else return
    countThreads()
    void thread.worker.close()
  }

  function move(seat: Seat, thread: Thread): void {
    if (thread === seat.thread) return
    leave(seat)
    seat.thread = thread
    thread.seats.add(seat)
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

  function isolate(seat: Seat, error: LostThreadError): void {
    seat.isolation = { losses: (seat.isolation?.losses ?? 0) + 1, lostAtMs: monotonicNow(), error }
    seat.target = undefined
    isolated ??= createThread()
    countThreads()
    move(seat, isolated)
  }

  function endIsolation(seat: Seat): void {
    if (seat.isolation === undefined || monotonicNow() < seat.isolation.lostAtMs + balanceMs) return
    seat.isolation = undefined
    seat.target = leastLoaded()
  }

  function blame(seat: Seat, error: unknown): void {
    if (error instanceof UnservedError) return
    seat.failuresInARow++
    if (seat.failuresInARow >= mostFailures) seat.learnt = undefined
    if (error instanceof LostThreadError) isolate(seat, error)
  }

  async function ask(seat: Seat, request: PlanRequest): Promise<unknown> {
    const { id, corridor, learnt, isolation, thread } = seat
    if (isolation !== undefined && monotonicNow() < isolation.lostAtMs + pauseOf(isolation)) throw isolation.error
    const open: OpenRequest = { kind: 'open', seat: id, corridor, coverMs, learnt }
    try {
      return await thread.worker.ask(open, request, limitMs)
    } catch (error) {
      blame(seat, error)
      throw error
    }
  }

  async function learntBy(seat: Seat): Promise<LearntCorridor | undefined> {
    const learnt = await ask(seat, { kind: 'learnt', seat: seat.id })
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
    const answer = (await ask(seat, { kind: 'plan', seat: seat.id, tick, budgetMs: planBudgetMs })) as PlanAnswer
    seat.costMs += costWeight * (answer.planMs - seat.costMs)
    seat.failuresInARow = 0
    endIsolation(seat)
    return answer
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
        failuresInARow: 0,
        isolation: undefined
      }
      thread.seats.add(seat)
      return { plan: tick => plan(seat, tick), learnt: () => learntBy(seat), close: () => leave(seat) }
    },
    async close() {
      const all = isolated === undefined ? threads : [...threads, isolated]
      await Promise.all(all.map(({ worker }) => worker.close()))
    }
  }
}
