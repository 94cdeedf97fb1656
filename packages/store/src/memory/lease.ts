/** Who may plan a corridor, and since which change of owner. */
export class Lease {
  #owner: string | undefined
  #endsAtMs = Number.NEGATIVE_INFINITY
  #epoch = 0

  get epoch(): number {
    return this.#epoch
  }

  /** `nowMs` is monotonic. An epoch is at least `wallMs`, so that it is above those from before a restart. */
  acquire(owner: string, ttlMs: number, nowMs: number, wallMs: number): number | undefined {
    const isHeld = this.#owner !== undefined && nowMs < this.#endsAtMs
    if (isHeld && this.#owner !== owner) return undefined
    if (!isHeld) this.#epoch = Math.max(this.#epoch + 1, wallMs)
    this.#owner = owner
    this.#endsAtMs = nowMs + ttlMs
    return this.#epoch
  }

  release(owner: string): void {
    if (this.#owner === owner) this.#owner = undefined
  }
}
