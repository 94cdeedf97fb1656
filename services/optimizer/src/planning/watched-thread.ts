import { Worker } from 'node:worker_threads'
import type { PlanReply, PlanRequest } from './plan-session.ts'
import { CrashedThreadError, HungPlannerError, type LostThreadError, UnservedError } from './planning-errors.ts'

/** One planning thread, watched from outside: one that does not reply in time is ended. */
export interface WatchedThread {
  /** True once it can reply no more. */
  isLost(): boolean
  /** Its next reply; the first one says that it is ready. Rejects when the thread is lost. The limit is in real ms. */
  reply(limitMs: number): Promise<PlanReply>
  /** Sends a request and waits for the reply. One at a time. */
  ask(request: PlanRequest, limitMs: number): Promise<PlanReply>
  /** Sends a request that has no reply. */
  tell(request: PlanRequest): void
  end(): Promise<void>
}

interface Waiting {
  resolve(reply: PlanReply): void
  reject(error: Error): void
}

/**
 * @param entry module of the thread; it calls `servePlans`.
 * @param onLost told first when the thread hung or crashed.
 */
export function startWatchedThread(entry: URL, onLost: (error: LostThreadError) => void): WatchedThread {
  const worker = new Worker(entry)
  let problem = 'it ended'
  let failure: Error | undefined
  let waiting: Waiting | undefined

  function fail(error: Error): void {
    failure = error
    waiting?.reject(error)
  }

  function lose(error: LostThreadError): void {
    if (failure !== undefined) return
    void worker.terminate()
    onLost(error)
    fail(error)
  }

  worker.on('message', (answer: PlanReply) => waiting?.resolve(answer))
  worker.on('error', error => {
    problem = error.stack ?? error.message
  })
  worker.on('exit', () => lose(new CrashedThreadError(problem)))

  async function reply(limitMs: number): Promise<PlanReply> {
    if (failure !== undefined) throw failure
    const { promise, resolve, reject } = Promise.withResolvers<PlanReply>()
    const mine = { resolve, reject }
    waiting = mine
    const judge = () => {
      if (waiting === mine) lose(new HungPlannerError(limitMs))
    }
    // When this thread itself was held up, an answer may lie unread: it is read before the verdict.
    const timer = setTimeout(() => setImmediate(judge), limitMs)
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      waiting = undefined
    }
  }

  return {
    isLost: () => failure !== undefined,
    reply,
    ask(request, limitMs) {
      worker.postMessage(request)
      return reply(limitMs)
    },
    tell: request => worker.postMessage(request),
    async end() {
      fail(new UnservedError('the planning thread was closed'))
      await worker.terminate()
    }
  }
}
