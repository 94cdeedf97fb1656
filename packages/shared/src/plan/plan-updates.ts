import type { Intersection } from '../model/corridor.ts'
import { maximumValidityMs } from './validate-phase-plan.ts'

type Updated = Pick<Intersection, 'minimumUpdateSeconds'>

/**
 * How long a plan stays valid, ms: for `sparedMs` where plans come each second, else as much longer that the controller
 * gets over one plan that is lost.
 */
export const planValidityMs = ({ minimumUpdateSeconds = 1 }: Updated, sparedMs: number): number =>
  Math.min(maximumValidityMs, sparedMs + 2 * (minimumUpdateSeconds - 1) * 1000)

/**
 * The slot between two plans that a time is in: whole multiples of the interval of Unix time, so that whoever
 * continues with the corridor keeps the pace.
 */
export const updateSlotOf = ({ minimumUpdateSeconds = 1 }: Updated, atMs: number): number =>
  Math.floor(atMs / (minimumUpdateSeconds * 1000))
