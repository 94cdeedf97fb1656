import { setTimeout as delay } from 'node:timers/promises'
import type { CommittedPlans } from '../store.ts'
import type { ReportCorruptEntry } from './corrupt-entry.ts'
import { readPlanStreams, startPositions } from './plan-stream.ts'
import { type RedisAddress, RedisConnection } from './redis-connection.ts'

export interface PlanReaderOptions extends RedisAddress {
  readonly commandTimeoutMs: number
  readonly report: ReportCorruptEntry
}

/** Reads the streams of committed plans on connections of its own: one that waits on the server can do nothing else. */
export class PlanReader {
  readonly #options: PlanReaderOptions
  readonly #idle: RedisConnection[] = []
  readonly #inUse = new Set<RedisConnection>()
  #isClosed = false

  constructor(options: PlanReaderOptions) {
    this.#options = options
  }

  async read(
    positions: Readonly<Record<string, string | undefined>>,
    waitMs: number,
    signal: AbortSignal | undefined
  ): Promise<readonly CommittedPlans[]> {
    if (signal?.aborted || this.#isClosed) return []
    if (Object.keys(positions).length === 0) return delay(waitMs, [], { ...(signal && { signal }) }).catch(() => [])
    const { report, ...connectionOptions } = this.#options
    const { commandTimeoutMs } = connectionOptions
    const connection = this.#idle.pop() ?? new RedisConnection({ ...connectionOptions, isBlocking: true })
    this.#inUse.add(connection)
    const end = () => connection.disconnect()
    signal?.addEventListener('abort', end)
    // Redis answers after waitMs; one that does not is frozen or gone.
    const timer = setTimeout(end, Math.max(0, waitMs) + commandTimeoutMs)
    let isReusable = false
    try {
      const starts = await connection.call(client => startPositions(client, positions))
      timer.refresh()
      const commits = await connection.call(client => readPlanStreams(client, starts, waitMs, report))
      isReusable = !signal?.aborted
      return commits
    } catch (error) {
      if (signal?.aborted || this.#isClosed) return []
      throw error
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      this.#inUse.delete(connection)
      if (isReusable && !this.#isClosed) this.#idle.push(connection)
      else connection.disconnect()
    }
  }

  close(): void {
    this.#isClosed = true
    for (const connection of [...this.#idle, ...this.#inUse]) connection.disconnect()
  }
}
