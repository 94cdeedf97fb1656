import { setTimeout as delay } from 'node:timers/promises'
import type { OwnedCorridor } from '../ownership/ownership.ts'

export interface EventLoopOptions {
  listOwned(): readonly OwnedCorridor[]
  /** Reads the corridor and ticks it if a tick is due. True: ticked. Rejects when the store does. */
  poll(owned: OwnedCorridor): Promise<boolean>
  /** The store rejected a poll. */
  onFailure(owned: OwnedCorridor, error: Error): void
  /** The corridor is polled no more. Must not reject. */
  onEnd(owned: OwnedCorridor): Promise<void>
  readonly pollMs: number
}

export interface EventLoop {
  start(): void
  /** Ends after the polls under way. */
  close(): Promise<void>
}

/** Time between looks at which corridors are owned, and after a failed poll. */
const idleMs = 50

/** Polls every owned corridor on its own, so that a slow one does not hold up the others. */
export function createEventLoop({ listOwned, poll, onFailure, onEnd, pollMs }: EventLoopOptions): EventLoop {
  const followed = new Map<OwnedCorridor, Promise<void>>()
  let supervisor: Promise<void> | undefined
  let closed = false

  async function follow(owned: OwnedCorridor): Promise<void> {
    while (!closed && owned.isHeld()) {
      try {
        if (!(await poll(owned))) await delay(pollMs)
      } catch (error) {
        onFailure(owned, error as Error)
        await delay(idleMs)
      }
    }
    await onEnd(owned)
    followed.delete(owned)
  }

  async function supervise(): Promise<void> {
    while (!closed) {
      for (const owned of listOwned()) if (!followed.has(owned)) followed.set(owned, follow(owned))
      await delay(idleMs)
    }
    await Promise.all(followed.values())
  }

  return {
    start() {
      supervisor ??= supervise()
    },
    async close() {
      closed = true
      await supervisor
    }
  }
}
