import type { MessagePort } from 'node:worker_threads'
import { abortSignalMark, fromSentError, type Method, type Reply, type Request, toSentError } from './port-messages.ts'
import type { Store } from './store.ts'

/** Lets the thread at the other end of `port` use `store`, until the port closes. Closing it does not close the store. */
export function serveStore(store: Store, port: MessagePort): void {
  const running = new Map<number, AbortController>()

  async function answer(id: number, method: Method, methodArguments: readonly unknown[]): Promise<void> {
    const abort = new AbortController()
    running.set(id, abort)
    let reply: Reply
    try {
      const received = methodArguments.map(argument => (argument === abortSignalMark ? abort.signal : argument))
      const value: unknown = await Reflect.apply(store[method], store, received)
      reply = { id, ok: true, value }
    } catch (error) {
      reply = { id, ok: false, error: toSentError(error) }
    }
    running.delete(id)
    port.postMessage(reply)
  }

  port.on('message', (request: Request) => {
    if (request.kind === 'abort') running.get(request.id)?.abort()
    else void answer(request.id, request.method, request.methodArguments)
  })
  port.on('close', () => {
    for (const abort of running.values()) abort.abort()
  })
}

/**
 * The store that `serveStore` serves at the other end of `port`. `close` closes the port only. Every call rejects
 * once the port is closed, from whichever side.
 */
export function connectStore(port: MessagePort): Store {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let lastId = 0
  let isClosed = false

  port.on('message', (reply: Reply) => {
    const call = waiting.get(reply.id)
    if (reply.ok) call?.resolve(reply.value)
    else call?.reject(fromSentError(reply.error))
    waiting.delete(reply.id)
  })
  port.on('close', () => {
    isClosed = true
    for (const { reject } of waiting.values()) reject(new StorePortClosedError())
    waiting.clear()
  })

  function call<M extends Method>(method: M, ...methodArguments: Parameters<Store[M]>): ReturnType<Store[M]>
  async function call(method: Method, ...methodArguments: readonly unknown[]): Promise<unknown> {
    if (isClosed) throw new StorePortClosedError()
    const id = ++lastId
    const signal = methodArguments.find(argument => argument instanceof AbortSignal)
    const sent = methodArguments.map(argument => (argument === signal && signal ? abortSignalMark : argument))
    const abort = () => port.postMessage({ kind: 'abort', id } satisfies Request)
    try {
      return await new Promise<unknown>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        port.postMessage({ kind: 'call', id, method, methodArguments: sent } satisfies Request)
        if (signal?.aborted) abort()
        else signal?.addEventListener('abort', abort)
      })
    } finally {
      waiting.delete(id)
      signal?.removeEventListener('abort', abort)
    }
  }

  return {
    putCorridor: corridor => call('putCorridor', corridor),
    findCorridor: corridorId => call('findCorridor', corridorId),
    listCorridorIds: () => call('listCorridorIds'),
    record: records => call('record', records),
    readCorridor: (corridorId, cursor) => call('readCorridor', corridorId, cursor),
    acquireLease: (corridorId, owner, ttlMs) => call('acquireLease', corridorId, owner, ttlMs),
    releaseLease: (corridorId, owner) => call('releaseLease', corridorId, owner),
    commitPlans: (corridorId, epoch, plans) => call('commitPlans', corridorId, epoch, plans),
    readCommittedPlans: (positions, waitMs, signal) => call('readCommittedPlans', positions, waitMs, signal),
    ping: () => call('ping'),
    async close() {
      isClosed = true
      port.close()
    }
  }
}

/** The thread that has the store is gone, or this end was closed. */
export class StorePortClosedError extends Error {
  override readonly name = 'StorePortClosedError'
  constructor() {
    super('the port to the store is closed')
  }
}
