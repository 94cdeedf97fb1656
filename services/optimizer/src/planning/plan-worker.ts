import { setTimeout as sleep } from 'node:timers/promises'
import type { OpenRequest, PlanReply, PlanRequest } from './plan-session.ts'
import { type LostThreadError, UnservedError } from './planning-errors.ts'
import { startWatchedThread, type WatchedThread } from './watched-thread.ts'

export interface PlanWorkerOptions {
  /** Module of the thread; it calls `servePlans`. */
  readonly entry: URL
  /** The thread was lost; told before the request under way is rejected. */
  onLost(error: LostThreadError): void
}

/** A planning thread that is always replaced when it is lost, and the requests that wait for it. */
export interface PlanWorker {
  /**
   * Sends a request about a planner when its turn has come; one that the thread does not have is made first.
   *
   * Rejects with a `LostThreadError` when the thread was lost at it, with an `UnservedError` when its turn never came, with
   * another error when the planner threw: the next request finds a new one.
   *
   * @param limitMs real time from when the thread gets the request.
   */
  ask(open: OpenRequest, request: PlanRequest, limitMs: number): Promise<unknown>
  /** Forgets the planner of a seat. */
  drop(seat: number): void
  close(): Promise<void>
}

interface Job {
  readonly open: OpenRequest
  readonly request: PlanRequest
  readonly limitMs: number
  readonly waiting: NodeJS.Timeout
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Loading the code of a thread and warming it up take this long at most, even on a busy machine. */
const startLimitMs = 10_000
/** Making a planner takes milliseconds; no other corridor waits longer for one that hangs meanwhile. */
const openLimitMs = 2000
/** A request waits this long for its turn: less than the plan that is in force lasts. */
const waitLimitMs = 4000
const firstBackOffMs = 100
const longestBackOffMs = 5000

const ignore = () => {}

export function createPlanWorker({ entry, onLost }: PlanWorkerOptions): PlanWorker {
  const queue: Job[] = []
  /** Seats whose planner the thread has. */
  const opened = new Set<number>()
  const closing = new AbortController()
  let thread: WatchedThread | undefined
  let lossesInARow = 0
  let wake: () => void = ignore

  /** Serves until the thread is lost. */
  async function runThread(): Promise<void> {
    opened.clear()
    const started = startWatchedThread(entry, error => {
      onLost(error)
      wake()
    })
    thread = started
    try {
      await started.reply(startLimitMs)
      while (!started.isLost()) {
        const job = queue.shift()
        if (job !== undefined) await serve(started, job)
        else await new Promise<void>(resolve => (wake = resolve))
      }
    } catch {
      // It was lost, as `onLost` told.
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      await runThread()
      const backOffMs = lossesInARow === 0 ? 0 : firstBackOffMs * 2 ** (lossesInARow - 1)
      lossesInARow++
      await sleep(Math.min(longestBackOffMs, backOffMs), undefined, { signal: closing.signal }).catch(ignore)
    }
  }

  async function serve(from: WatchedThread, job: Job): Promise<void> {
    clearTimeout(job.waiting)
    try {
      const reply = await findReply(from, job)
      lossesInARow = 0
      if (reply.ok) job.resolve(reply.value)
      else job.reject(new Error(reply.problem))
    } catch (error) {
      job.reject(error as Error)
    }
  }

  async function findReply(from: WatchedThread, { open, request, limitMs }: Job): Promise<PlanReply> {
    if (!opened.has(open.seat)) {
      const made = await from.ask(open, openLimitMs)
      if (!made.ok) return made
      opened.add(open.seat)
    }
    const reply = await from.ask(request, limitMs)
    // A planner that threw is in no known state.
    if (!reply.ok) opened.delete(open.seat)
    return reply
  }

  void run()
  return {
    ask(open, request, limitMs) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      if (closing.signal.aborted) reject(new UnservedError('the planning thread was closed'))
      else {
        const waiting = setTimeout(() => {
          queue.splice(queue.indexOf(job), 1)
          reject(new UnservedError(`no planning thread was free within ${waitLimitMs} ms`))
        }, waitLimitMs)
        const job: Job = { open, request, limitMs, waiting, resolve, reject }
        queue.push(job)
        wake()
      }
      return promise
    },
    drop(seat) {
      if (opened.delete(seat)) thread?.tell({ kind: 'close', seat })
    },
    async close() {
      closing.abort()
      for (const { waiting, reject } of queue.splice(0)) {
        clearTimeout(waiting)
        reject(new UnservedError('the planning thread was closed'))
      }
      await thread?.end()
      wake()
    }
  }
}
