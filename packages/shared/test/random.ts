/** A seeded source of randomness: the same seed gives the same cases on every machine. */
export interface Random {
  /** In [0, 1). */
  fraction(): number
  /** Whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(entries: readonly T[]): T
}

/** Mulberry32: 32 bits of state, ample for test cases. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1))
  return {
    fraction,
    integer,
    chance: probability => fraction() < probability,
    pick: entries => entries[integer(0, entries.length - 1)]!
  }
}
