import type { CommittedPlans } from '../store.ts'

/** What `list` gives as soon as it gives any; nothing after `waitMs` or when `signal` is aborted. */
export function waitForCommit(
  commits: EventTarget,
  list: () => readonly CommittedPlans[],
  waitMs: number,
  signal: AbortSignal
): Promise<readonly CommittedPlans[]> {
  return new Promise((resolve, reject) => {
    const end = (found: readonly CommittedPlans[]) => {
      clearTimeout(timer)
      commits.removeEventListener('commit', look)
      signal.removeEventListener('abort', giveUp)
      resolve(found)
    }
    const giveUp = () => end([])
    const look = () => {
      try {
        const found = list()
        if (found.length > 0) end(found)
      } catch (error) {
        reject(error)
      }
    }
    const timer = setTimeout(giveUp, Math.max(0, waitMs))
    commits.addEventListener('commit', look)
    signal.addEventListener('abort', giveUp)
    if (signal.aborted) giveUp()
    else look()
  })
}
