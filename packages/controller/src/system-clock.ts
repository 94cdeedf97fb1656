import type { Clock } from '@selaras/shared'

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicNow: () => performance.now()
}
