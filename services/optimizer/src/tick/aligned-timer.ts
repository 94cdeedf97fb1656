import type { Clock } from '@selaras/shared'

export interface AlignedTimerOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Clock milliseconds per real millisecond. */
  readonly speed: number
  /** A tick that starts later than this after its whole second, clock ms, is skipped. */
  readonly maximumLatenessMs: number
  /** `nowMs` is a whole second. Must not throw and must not block. */
  onTick(nowMs: number, latenessMs: number): void
  /** Seconds that went by without a tick. */
  onSkipped(ticks: number, latenessMs: number): void
}

export interface AlignedTimer {
  start(): void
  close(): void
}

const periodMs = 1000

/**
 * Ticks on whole seconds of the clock. Every tick arms the next from the clock, so ticks neither drift nor queue:
 * seconds that a busy process misses are skipped.
 */
export function createAlignedTimer(options: AlignedTimerOptions): AlignedTimer {
  const { clock, speed, maximumLatenessMs, onTick, onSkipped } = options
  let timer: NodeJS.Timeout | undefined
  let dueMs = 0

  function arm(): void {
    const nowMs = clock.now()
    dueMs = (Math.floor(nowMs / periodMs) + 1) * periodMs
    timer = setTimeout(fire, (dueMs - nowMs) / speed)
  }

  function fire(): void {
    const tickMs = dueMs
    const latenessMs = clock.now() - tickMs
    arm()
    // Early: the timer rounds down, or the clock was set back. Either way the new timer is right.
    if (latenessMs < 0) return
    const missed = Math.floor(latenessMs / periodMs)
    if (latenessMs > maximumLatenessMs) onSkipped(missed + 1, latenessMs)
    else onTick(tickMs, latenessMs)
  }

  return {
    start: arm,
    close() {
      clearTimeout(timer)
    }
  }
}
