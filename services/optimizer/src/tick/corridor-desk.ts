import type { Detections, LearntCorridor } from '@selaras/shared'
import type { CorridorSnapshot } from '@selaras/store'
import type { OwnedCorridor } from '../ownership/ownership.ts'
import type { Planning, PlanningSeat } from '../planning/planning.ts'
import { type ArrivedDetections, type DetectionSelection, selectDetections } from './select-detections.ts'
import type { UsedInterval } from './select-states.ts'

/** What one owner keeps of a corridor between ticks; begins anew with every epoch and configuration. */
export class CorridorDesk {
  readonly owned: OwnedCorridor
  /** The newest interval that the planner was given, by intersection. */
  readonly used = new Map<string, UsedInterval>()
  /** Newest interval end that was taken in, by intersection. */
  readonly newestEndAtMs = new Map<string, number>()
  cursor = 0
  lastTickMs = Number.NEGATIVE_INFINITY
  /** Tick at which what was learnt was last saved. */
  savedAtMs: number | undefined
  readonly seat: PlanningSeat
  #pending: readonly ArrivedDetections[] = []
  #hasRead = false

  constructor(owned: OwnedCorridor, planning: Planning, learnt: LearntCorridor | undefined) {
    this.owned = owned
    this.seat = planning.open(owned.corridor, learnt)
  }

  /** Takes in what a read brought; detections that end after `latestMs` are refused. */
  absorb(snapshot: CorridorSnapshot, latestMs: number): DetectionSelection['ignored'] {
    const { accepted, ignored } = selectDetections(snapshot.detections, this.newestEndAtMs, latestMs, !this.#hasRead)
    this.#hasRead = true
    this.#pending = this.#pending.length === 0 ? accepted : [...this.#pending, ...accepted]
    // A store that lost its data counts from the start again, so a lower cursor is followed, too.
    this.cursor = snapshot.cursor
    return ignored
  }

  /** Hands over the detections that end by `untilMs`, oldest first. */
  takeDetections(untilMs: number): readonly { readonly intersectionId: string; readonly message: Detections }[] {
    const taken = this.#pending.filter(({ message }) => message.intervalEndAtMs <= untilMs)
    this.#pending = this.#pending.filter(({ message }) => message.intervalEndAtMs > untilMs)
    for (const { intersectionId, message } of taken) {
      this.used.set(intersectionId, { endAtMs: message.intervalEndAtMs, seconds: message.intervalSeconds })
    }
    return taken
  }
}
