import { isDeepStrictEqual } from 'node:util'
import { compareOrder, type Placement } from '../placement.ts'
import type { RecordOutcome } from '../store.ts'

/** The newest message of each place. */
export class Latest<T> {
  readonly #entries = new Map<string, { readonly order: Placement['order']; readonly message: T }>()

  put({ kind, field, order }: Placement, message: T): RecordOutcome {
    const known = this.#entries.get(field)
    if (known !== undefined) {
      const difference = compareOrder(order, known.order)
      if (difference < 0) return 'late'
      if (difference === 0 && (kind !== 'received' || isDeepStrictEqual(message, known.message))) return 'duplicate'
    }
    this.#entries.set(field, { order, message })
    return 'stored'
  }

  deleteWhere(isOver: (message: T) => boolean): void {
    for (const [field, { message }] of this.#entries) if (isOver(message)) this.#entries.delete(field)
  }

  toRecord(): Readonly<Record<string, T>> {
    return Object.fromEntries([...this.#entries].map(([field, { message }]) => [field, message]))
  }
}
