import { hrtime } from 'node:process'
import type { Clock } from '@selaras/shared'

/** Describes a clock that runs faster (or slower) than real time; every thread of the process can rebuild it. */
export interface ScaledClockSettings {
  /** Reading of the clock at `originMs`, Unix epoch ms. */
  readonly baseMs: number
  /** Clock milliseconds per real millisecond, above 0. */
  readonly speed: number
  /** Process-wide monotonic time (`monotonicOriginMs()`) at which the clock shows `baseMs`. */
  readonly originMs: number
}

/** The machine's monotonic time in ms; all threads of a process read the same, unlike `performance.now()`. */
export const monotonicOriginMs = (): number => Number(hrtime.bigint()) / 1e6

/** Wall time runs at `speed`; monotonic time stays real, because budgets and leases are about the machine. */
export const createScaledClock = ({ baseMs, speed, originMs }: ScaledClockSettings): Clock => ({
  now: () => Math.floor(baseMs + (monotonicOriginMs() - originMs) * speed),
  monotonicNow: monotonicOriginMs
})
