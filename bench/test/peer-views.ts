import { createIntersectionModel, defaultParameters, type IntersectionModel, right } from '@selaras/control'
import type { Intersection } from '@selaras/shared'
import { createCrossing } from '../../packages/control/test/crossing.ts'
import type { IntersectionView, PeerCorridor } from '../src/peers/intersection-view.ts'

const horizon = 54

/** What is on the lanes of the hand-made crossing, by street. */
export interface CrossingSituation {
  readonly queue?: readonly [number, number]
  /** Vehicles that reach the stop line after so many seconds: [street, seconds]. */
  readonly arrivals?: readonly (readonly [0 | 1, number])[]
  /** Vehicles in the zones 0–8, 8–33 and 33–58 m of each street. */
  readonly zones?: readonly [readonly number[], readonly number[]]
  readonly flow?: readonly [number, number]
  readonly redSeconds?: readonly [number, number]
  readonly stage?: number
  readonly greenSeconds?: number
  readonly nowSeconds?: number
}

export const crossingModel = (intersection: Intersection = createCrossing().intersections[0]!): IntersectionModel =>
  createIntersectionModel(intersection, 'left', defaultParameters)

export const crossingCorridor = (): PeerCorridor => ({ models: [crossingModel()], links: new Map() })

/** Two crossings: street 0 of the first leads into street 0 of the second. */
export function linkedCorridor(travelSeconds = 10): PeerCorridor {
  const model = crossingModel()
  const movements = model.movements.map((movement, index) => (index === 0 ? { ...movement, linkId: 'ab' } : movement))
  const link = {
    linkId: 'ab',
    toIntersection: 1,
    toApproach: 0,
    travelSeconds,
    lengthMetres: 14 * travelSeconds,
    storageVehicles: 2 * travelSeconds
  }
  return { models: [{ ...model, movements }, model], links: new Map([['ab', link]]) }
}

/** Two one-lane streets that cross, stage 0 for street 0 and stage 1 for street 1, minimum green 5 s, clearance 4 s. */
export function viewCrossing(situation: CrossingSituation, model = crossingModel()): IntersectionView {
  const { stage = 0, greenSeconds = 20, zones = [[], []], nowSeconds = 1000 } = situation
  const arrivals = new Float64Array(model.laneCount * horizon)
  for (const [street, seconds] of situation.arrivals ?? []) arrivals[street * horizon + seconds]! += 1
  return {
    index: 0,
    model,
    nowSeconds,
    stage,
    greenSeconds,
    clearanceLeftSeconds: 0,
    minimumLeftSeconds: Math.max(0, 5 - greenSeconds),
    candidates: greenSeconds < 5 ? [stage] : greenSeconds >= 60 ? [1 - stage] : [0, 1],
    queue: Float64Array.from(situation.queue ?? [0, 0]),
    arrivals,
    horizon,
    rate: Float64Array.from(model.rights.flatMap(row => row.map(shown => (shown === right.protected ? 0.5 : 0)))),
    flow: Float64Array.from(situation.flow ?? [0.1, 0.1]),
    shares: model.laneMovements.map(own => new Float64Array(own.length).fill(1)),
    redSeconds: Float64Array.from(situation.redSeconds ?? [stage === 0 ? 0 : 20, stage === 1 ? 0 : 20]),
    zoneVehicles: zone => zones[Math.floor(zone / 3)]![zone % 3] ?? 0,
    crossed: () => 0
  }
}
