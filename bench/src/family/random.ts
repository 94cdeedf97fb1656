/** A seeded source of randomness; the same seed draws the same on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  between(least: number, most: number): number
  /** Whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(choices: readonly T[]): T
}

/** Mulberry32: 32 bits of state, ample to draw a network and its demand. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + (most - least) * next()
  const integer = (least: number, most: number) => Math.floor(between(least, most + 1))
  return {
    next,
    between,
    integer,
    chance: probability => next() < probability,
    pick: choices => choices[integer(0, choices.length - 1)]!
  }
}
