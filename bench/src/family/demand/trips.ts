import type { Features } from '../features.ts'
import type { Random } from '../random.ts'
import type { RouteFlow } from './route-flows.ts'

export interface Trip {
  readonly departSeconds: number
  readonly type: 'car' | 'lorry'
  readonly edges: readonly string[]
}

/** Draws the trips of a period as Poisson processes, in the order of their departure. */
export function drawTrips(
  flows: readonly RouteFlow[],
  vehiclesPerHourPerWeight: number,
  endSeconds: number,
  features: Features,
  random: Random
): readonly Trip[] {
  const trips: Trip[] = []
  for (const { edges, weights } of flows) {
    const highest = (Math.max(...weights) * vehiclesPerHourPerWeight * highestIntensity) / 3600
    let time = 0
    for (;;) {
      time -= Math.log(1 - random.next()) / highest
      if (time >= endSeconds) break
      const weight = weights[time < endSeconds / 2 ? 0 : 1]
      const rate = (weight * vehiclesPerHourPerWeight * intensity(features, time / endSeconds)) / 3600
      const kept = random.chance(rate / highest)
      const type = random.chance(features.lorryShare) ? 'lorry' : 'car'
      if (kept) trips.push({ departSeconds: Math.floor(100 * time) / 100, type, edges })
    }
  }
  return trips.sort((a, b) => a.departSeconds - b.departSeconds || (a.edges.join() < b.edges.join() ? -1 : 1))
}

const peakHeight = 0.95
const peakWidth = 0.18
const highestIntensity = 1.6

/** Demand at a part of the period relative to its mean: level, or with a peak of about 1.6 before half time. */
function intensity({ demand }: Features, part: number): number {
  if (demand !== 'peaked') return 1
  const peak = Math.exp(-(((part - 0.45) / peakWidth) ** 2))
  const meanOfPeak = peakWidth * Math.sqrt(Math.PI)
  return 1 + peakHeight * (peak - meanOfPeak)
}
