import { type IntersectionModel, right } from '@selaras/control'

/** What a fixed-time plan is made from: flow of each lane and its discharge in each stage, vehicles per second. */
export interface LaneDemand {
  readonly flow: Float64Array
  /** [lane][position in the lane's movements]. */
  readonly shares: readonly Float64Array[]
  /** [stage × laneCount + lane]. */
  readonly rate: Float64Array
}

/** A permissive turn against an opposing stream discharges at this share of the saturation flow (HCM 6th ed., ch. 31). */
const permissiveTurnFactor = 0.5
const permissiveFactor = 0.75

/**
 * Spreads the movements' volumes over the lanes that they may use, so that lanes fill evenly as drivers choose them.
 *
 * @param volumes by movement, vehicles per second.
 */
export function spreadDemand(model: IntersectionModel, volumes: Float64Array): LaneDemand {
  const parts = model.movementLanes.map((lanes, movement) => lanes.map(() => volumes[movement]! / lanes.length))
  const flow = new Float64Array(model.laneCount)
  const sumUp = () => {
    flow.fill(0)
    for (const [movement, lanes] of model.movementLanes.entries()) {
      for (const [index, lane] of lanes.entries()) flow[lane]! += parts[movement]![index]!
    }
  }
  for (let round = 0; round < 50; round++) {
    for (const [movement, lanes] of model.movementLanes.entries()) {
      if (lanes.length < 2) continue
      sumUp()
      const own = parts[movement]!
      const level = lanes.reduce((sum, lane) => sum + flow[lane]!, 0) / lanes.length
      const wanted = lanes.map((lane, index) => Math.max(0, own[index]! + level - flow[lane]!))
      const total = wanted.reduce((sum, part) => sum + part, 0)
      for (const index of own.keys())
        own[index] = total > 0 ? (volumes[movement]! * wanted[index]!) / total : own[index]!
    }
  }
  sumUp()
  const shares = model.laneMovements.map((movements, lane) =>
    Float64Array.from(movements, movement => {
      const part = parts[movement]![model.movementLanes[movement]!.indexOf(lane)]!
      return flow[lane]! > 0 ? part / flow[lane]! : 1 / movements.length
    })
  )
  return { flow, shares, rate: ratesOf(model, shares) }
}

/** The harmonic mean of the movements' rates: a blocked movement blocks its lane. */
function ratesOf(model: IntersectionModel, shares: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: model.stageCount * model.laneCount }, (_, index) => {
    const [stage, lane] = [Math.floor(index / model.laneCount), index % model.laneCount]
    if (model.laneGreen[stage]![lane] === 0) return 0
    let secondsPerVehicle = 0
    for (const [position, movement] of model.laneMovements[lane]!.entries()) {
      const freedom = Math.max(0.01, freedomOf(model, stage, movement))
      secondsPerVehicle += shares[lane]![position]! / (model.laneSaturationFlow[lane]! * freedom)
    }
    return 1 / secondsPerVehicle
  })
}

function freedomOf(model: IntersectionModel, stage: number, movement: number): number {
  const shown = model.rights[stage]![movement]!
  if (shown === right.protected) return 1
  if (shown !== right.permissive) return 0
  const { turn } = model.movements[movement]!
  return turn === model.crossingTurn || turn === 'uTurn' ? permissiveTurnFactor : permissiveFactor
}
