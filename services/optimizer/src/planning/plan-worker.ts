import { Worker } from 'node:worker_threads'
import type { PlanReply, PlanRequest } from './plan-session.ts'
import { HungPlannerError } from './planning.ts'

export type LossReason = 'deadline' | 'crash'

export interface PlanWorkerOptions {
  /** Module of the thread; it calls `servePlans`. */
  readonly entry: URL
  /** What a new thread is told first, after the loss of the one before it. */
  reopen(): readonly PlanRequest[]
  /** The thread was lost with the request under way, if there was one. */
  onLost(reason: LossReason, problem: string): void
}

/** A planning thread that is watched from outside: one that does not answer in time is ended, and always replaced. */
export interface PlanWorker {
  /** Sends a request when its turn has come. The limit, real ms, runs from when the thread gets it. */
  ask(request: PlanRequest, limitMs: number): Promise<unknown>
  close(): Promise<void>
}

interface Job {
  readonly request: PlanRequest | undefined
  readonly limitMs: number
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Loading the code of a thread, warming it up and making a planner take this long at most, even on a busy machine. */
export const startLimitMs = 10_000
const firstBackOffMs = 100
const longestBackOffMs = 5000
const closedProblem = 'the planning thread was closed'

const ignore = () => {}

export function createPlanWorker({ entry, reopen, onLost }: PlanWorkerOptions): PlanWorker {
  /** Undefined between the loss of a thread and the next one. */
  let thread: Worker | undefined
  let queue: Job[] = []
  let current: Job | undefined
  let isIdle = false
  let timer: NodeJS.Timeout | undefined
  let crashesInARow = 0
  let closed = false

  function spawn(): void {
    const spawned = new Worker(entry)
    thread = spawned
    let failure = 'it ended'
    spawned.on('message', (reply: PlanReply) => {
      if (thread === spawned) settle(reply)
    })
    spawned.on('error', error => {
      failure = error.stack ?? error.message
    })
    spawned.on('exit', () => {
      if (thread === spawned && !closed) lose('crash', new Error(`the planning thread was lost: ${failure}`))
    })
    begin({ request: undefined, limitMs: startLimitMs, resolve: ignore, reject: ignore })
  }

  function begin(job: Job): void {
    current = job
    if (job.request !== undefined) thread?.postMessage(job.request)
    // When this thread itself was held up, an answer may lie unread: it is read before the verdict.
    timer = setTimeout(() => setImmediate(judge, job), job.limitMs)
  }

  function judge(job: Job): void {
    if (current === job) lose('deadline', new HungPlannerError(job.limitMs))
  }

  function next(): void {
    const job = queue.shift()
    isIdle = job === undefined
    if (job !== undefined) begin(job)
  }

  function finish(): Job | undefined {
    clearTimeout(timer)
    const job = current
    current = undefined
    return job
  }

  function settle(reply: PlanReply): void {
    const job = finish()
    if (job?.request !== undefined) crashesInARow = 0
    if (reply.ok) job?.resolve(reply.value)
    else job?.reject(new Error(reply.problem))
    if (!closed) next()
  }

  function lose(reason: LossReason, error: Error): void {
    const job = finish()
    void thread?.terminate()
    thread = undefined
    job?.reject(error)
    isIdle = false
    // Others that wait for a thread that hung get the next one; after a crash there may be none for a while.
    if (reason === 'crash') for (const waiting of queue.splice(0)) waiting.reject(error)
    onLost(reason, error.message)
    const again = reopen().map(request => ({ request, limitMs: startLimitMs, resolve: ignore, reject: ignore }))
    queue = [...again, ...queue]
    const delayMs = reason === 'deadline' ? 0 : Math.min(longestBackOffMs, firstBackOffMs * 2 ** crashesInARow++)
    timer = setTimeout(spawn, delayMs)
  }

  spawn()
  return {
    ask: (request, limitMs) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error(closedProblem))
        queue.push({ request, limitMs, resolve, reject })
        if (isIdle) next()
      }),
    async close() {
      closed = true
      isIdle = false
      clearTimeout(timer)
      for (const job of [...queue, ...(current === undefined ? [] : [current])]) {
        job.reject(new Error(closedProblem))
      }
      queue = []
      current = undefined
      await thread?.terminate()
    }
  }
}
