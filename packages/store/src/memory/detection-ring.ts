import type { Detections } from '@selaras/shared'
import type { RecordOutcome, StreamAccount } from '../store.ts'

/** The newest detections messages of one intersection, and the account of their stream. */
export class DetectionRing {
  readonly #keptMessages: number
  #bootAtMs = Number.NEGATIVE_INFINITY
  #firstSeq = 0
  #lastSeq = 0
  #stored = 0
  #duplicates = 0
  #late = 0
  /** In the order of seq. */
  #entries: { readonly cursor: number; readonly message: Detections }[] = []

  constructor(keptMessages: number) {
    this.#keptMessages = keptMessages
  }

  get entries(): readonly { readonly cursor: number; readonly message: Detections }[] {
    return this.#entries
  }

  /** Undefined until the first message. */
  get account(): StreamAccount | undefined {
    if (this.#bootAtMs === Number.NEGATIVE_INFINITY) return undefined
    return {
      bootAtMs: this.#bootAtMs,
      lastSeq: this.#lastSeq,
      stored: this.#stored,
      gaps: this.#lastSeq - this.#firstSeq + 1 - this.#stored,
      duplicates: this.#duplicates,
      late: this.#late
    }
  }

  add(message: Detections, nextCursor: () => number): RecordOutcome {
    const { bootAtMs, seq } = message
    if (bootAtMs < this.#bootAtMs) return this.#refuseLate()
    if (bootAtMs > this.#bootAtMs) this.#startAgain(bootAtMs, seq)
    const later = this.#entries.findLastIndex(entry => entry.message.seq <= seq)
    if (this.#entries[later]?.message.seq === seq) {
      this.#duplicates++
      return 'duplicate'
    }
    if (later === -1 && this.#entries.length >= this.#keptMessages) return this.#refuseLate()
    this.#entries.splice(later + 1, 0, { cursor: nextCursor(), message })
    if (this.#entries.length > this.#keptMessages) this.#entries.shift()
    this.#stored++
    this.#firstSeq = Math.min(this.#firstSeq, seq)
    this.#lastSeq = Math.max(this.#lastSeq, seq)
    return 'stored'
  }

  #refuseLate(): RecordOutcome {
    this.#late++
    return 'late'
  }

  #startAgain(bootAtMs: number, seq: number): void {
    this.#bootAtMs = bootAtMs
    this.#firstSeq = seq
    this.#lastSeq = seq
    this.#stored = 0
    this.#duplicates = 0
    this.#late = 0
    this.#entries = []
  }
}
