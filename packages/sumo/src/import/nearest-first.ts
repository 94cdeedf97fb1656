/** Queue that gives back the entry with the least distance; later distances of the same entry are dropped. */
export class NearestFirst<T> {
  readonly #distances = new Map<T, number>()
  readonly #settled = new Set<T>()

  /** Offers an entry; true if this is its shortest distance so far. */
  offer(entry: T, distance: number): boolean {
    if (this.#settled.has(entry) || distance >= (this.#distances.get(entry) ?? Number.POSITIVE_INFINITY)) return false
    this.#distances.set(entry, distance)
    return true
  }

  /** Takes the nearest entry that has not been taken. */
  take(): { readonly entry: T; readonly distance: number } | undefined {
    let nearest: { entry: T; distance: number } | undefined
    for (const [entry, distance] of this.#distances) {
      if (nearest === undefined || distance < nearest.distance) nearest = { entry, distance }
    }
    if (nearest === undefined) return undefined
    this.#distances.delete(nearest.entry)
    this.#settled.add(nearest.entry)
    return nearest
  }
}
