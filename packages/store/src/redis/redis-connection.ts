import { once } from 'node:events'
import { Redis, ReplyError } from 'ioredis'
import { StoreClosedError } from './store-closed-error.ts'
import { StoreUnavailableError } from './store-unavailable-error.ts'

/** Where Redis is, and as whom to use it. */
export interface RedisAddress {
  /** `redis://` or `rediss://`, with user, password and database where needed. */
  readonly url: string
  /** For a `url` without one. */
  readonly username?: string
  /** For a `url` without one. */
  readonly password?: string
}

export interface RedisConnectionOptions extends RedisAddress {
  /** Longest time for an answer and for a connection. */
  readonly commandTimeoutMs: number
  /** For a connection that waits for data on purpose: its commands time themselves. */
  readonly isBlocking?: boolean
}

/**
 * One connection to Redis that never queues and never repeats a command: a call rejects at once while there is no
 * connection, and with a `StoreUnavailableError` after `commandTimeoutMs` at the latest. It connects again by itself.
 */
export class RedisConnection {
  readonly #client: Redis
  readonly #address: string
  readonly #commandTimeoutMs: number
  #lastError: Error | undefined
  #isClosed = false
  #connecting: Promise<void> | undefined

  constructor({ url, commandTimeoutMs, isBlocking = false, ...login }: RedisConnectionOptions) {
    this.#commandTimeoutMs = commandTimeoutMs
    this.#client = new Redis(url, {
      protocol: 2,
      ...login,
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: commandTimeoutMs,
      retryStrategy: attempt => Math.min(50 * 2 ** attempt, 1000) + Math.random() * 200,
      ...(isBlocking ? {} : { commandTimeout: commandTimeoutMs, socketTimeout: 2 * commandTimeoutMs })
    })
    this.#address = addressOf(this.#client)
    this.#client.on('error', error => {
      this.#lastError = error
    })
    this.#client.on('ready', () => {
      this.#lastError = undefined
    })
  }

  /** Runs a command once. */
  async call<T>(command: (client: Redis) => Promise<T>): Promise<T> {
    await this.#connected()
    try {
      return await command(this.#client)
    } catch (error) {
      throw this.#explain(error)
    }
  }

  /** Ends the connection at once: what waits on it rejects. */
  disconnect(): void {
    this.#isClosed = true
    this.#client.disconnect()
  }

  /** Lets commands under way finish, then ends the connection. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (isReady(this.#client)) await this.#client.quit().catch(() => undefined)
    this.#client.disconnect()
  }

  async #connected(): Promise<void> {
    const client = this.#client
    if (this.#isClosed) throw new StoreClosedError()
    if (isReady(client)) return
    if (client.status === 'wait') client.connect().catch(() => undefined)
    const isTrying = client.status === 'connecting' || client.status === 'connect'
    if (!isTrying) throw this.#unavailable()
    this.#connecting ??= this.#settleConnection().finally(() => {
      this.#connecting = undefined
    })
    await this.#connecting
  }

  async #settleConnection(): Promise<void> {
    const limit = AbortSignal.timeout(this.#commandTimeoutMs)
    const settled = new AbortController()
    const end = { signal: AbortSignal.any([limit, settled.signal]) }
    try {
      await Promise.race([once(this.#client, 'ready', end), once(this.#client, 'close', end)])
    } catch (error) {
      throw this.#unavailable(error)
    } finally {
      settled.abort()
    }
    if (!isReady(this.#client)) throw this.#unavailable()
  }

  #unavailable(reason?: unknown): StoreUnavailableError {
    const known = this.#lastError ?? (isTimeout(reason) ? undefined : reason)
    const silence = new Error(`no answer in ${this.#commandTimeoutMs} ms`)
    return new StoreUnavailableError(this.#address, known instanceof Error ? known : silence)
  }

  #explain(error: unknown): unknown {
    if (!(error instanceof Error)) return error
    const refusesWrites = /^(OOM|MISCONF|READONLY|NOAUTH|WRONGPASS|NOPERM|LOADING|BUSY|CLUSTERDOWN)\b/.test(
      error.message
    )
    return error instanceof ReplyError && !refusesWrites ? error : new StoreUnavailableError(this.#address, error)
  }
}

const isReady = ({ status }: Redis): boolean => status === 'ready'

const isTimeout = (reason: unknown): boolean =>
  reason instanceof Error && (reason.name === 'AbortError' || reason.name === 'TimeoutError')

const addressOf = ({ options }: Redis): string => options.path ?? `${options.host}:${options.port}`
