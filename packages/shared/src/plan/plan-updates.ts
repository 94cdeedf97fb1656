import type { Intersection } from '../model/corridor.ts'

type Updated = Pick<Intersection, 'minimumUpdateSeconds'>

/** How long a plan stays valid, ms: until a second plan in a row has failed to come, and `sparedMs` beyond. */
export const planValidityMs = ({ minimumUpdateSeconds = 1 }: Updated, sparedMs: number): number =>
  sparedMs + (minimumUpdateSeconds - 1) * 1000

/**
 * The slot between two plans that a time is in: whole multiples of the interval of Unix time, so that whoever
 * continues with the corridor keeps the pace.
 */
export const updateSlotOf = ({ minimumUpdateSeconds = 1 }: Updated, atMs: number): number =>
  Math.floor(atMs / (minimumUpdateSeconds * 1000))
