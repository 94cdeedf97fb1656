/** The only way that code with a life-cycle learns the time. */
export interface Clock {
  /** Wall time, Unix epoch milliseconds. Steps when the system clock is corrected. */
  now(): number
  /** Milliseconds from an arbitrary origin; never steps. For intervals and deadlines. */
  monotonicNow(): number
}

/** A clock that moves only when told to: for tests, and for services that follow event time. */
export class ManualClock implements Clock {
  #nowMs: number

  constructor(startMs = 0) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  monotonicNow(): number {
    return this.#nowMs
  }

  /** Moves to `atMs`; an earlier time is ignored, because event time never runs back. */
  advanceTo(atMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, atMs)
  }
}
