import type { LinkModel } from '../model/intersection-model.ts'

/** Vehicles on their way along one link: those that left the upstream stop line, and those expected to leave it. */
export interface LinkTraffic {
  readonly link: LinkModel
  /** Expected vehicles at the downstream stop line by absolute second, modulo the ring's length. */
  readonly underWay: Float64Array
  /** The same for vehicles that have yet to leave the upstream stop line, by second from the last tick. */
  readonly expected: Float64Array
  /** Long-run flow into the link, vehicles per second. */
  flow: number
  clearedUntilSecond: number
}

const ringSeconds = 1024

export const createLinkTraffic = (link: LinkModel, horizon: number): LinkTraffic => ({
  link,
  underWay: new Float64Array(ringSeconds),
  expected: new Float64Array(horizon),
  flow: 0,
  clearedUntilSecond: -1
})

/** Notes vehicles that left the upstream stop line at `second` (absolute). */
export function enterLink(traffic: LinkTraffic, second: number, vehicles: number): void {
  const arrival = second + Math.min(ringSeconds - 2, Math.round(traffic.link.travelSeconds))
  traffic.underWay[arrival % ringSeconds]! += vehicles
}

/** Brings forward what was expected `seconds` ago, where the intersection upstream has announced nothing since. */
export function ageExpected(traffic: LinkTraffic, seconds: number): void {
  const { expected } = traffic
  const shift = Math.max(0, Math.min(expected.length, seconds))
  expected.copyWithin(0, shift)
  expected.fill(0, expected.length - shift)
  // Once nothing is expected any more, the link is like a road without a neighbour.
  if (expected.every(vehicles => vehicles === 0)) traffic.flow = 0
}

/** Forgets what should have arrived before `second`. */
export function forgetArrived(traffic: LinkTraffic, second: number): void {
  if (traffic.clearedUntilSecond < 0) traffic.clearedUntilSecond = second
  const from = Math.max(traffic.clearedUntilSecond, second - ringSeconds)
  for (let past = from; past < second; past++) traffic.underWay[past % ringSeconds] = 0
  traffic.clearedUntilSecond = Math.max(traffic.clearedUntilSecond, second)
}

/** Vehicles under way that reach the stop line `k` seconds after `second`. */
export const underWayAt = (traffic: LinkTraffic, second: number, k: number): number =>
  traffic.underWay[(second + k) % ringSeconds]!
