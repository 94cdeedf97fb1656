import { right } from '@selaras/control'
import { bestStage, type CreatePeer, type IntersectionView } from './intersection-view.ts'
import { eachSeen, sightsOf } from './seen-vehicles.ts'

export interface PositionWeightedOptions {
  /** Time between two decisions, s; the paper leaves the slot open. */
  readonly slotSeconds: number
}

/**
 * Position-weighted back-pressure: a vehicle weighs more the nearer it is to the stop line, and one downstream weighs
 * more the nearer it is to the entrance of its link, so that a link that fills back to its entrance pushes hardest.
 *
 * Weight of movement a→b: s · max(0, Σ_ab (1 − y / L_a) − Σ_c r_bc Σ_bc y / L_b), y the distance of a vehicle from the
 * stop line of its own link, L the link's length as far as it is seen, r_bc the turning share. A stage takes the sum
 * over its movements.
 *
 * @see Li, L., Jabari, S. E. (2019), Position weighted backpressure intersection control for urban networks,
 * Transportation Research B 128. Decisions on a grid of slots, as published.
 */
export const createPositionWeighted =
  ({ slotSeconds }: PositionWeightedOptions): CreatePeer =>
  ({ models, links }) => {
    const entering: Float64Array[] = models.map(model => new Float64Array(model.approachIds.length))
    const sights = models.map(sightsOf)
    return {
      choose(view) {
        const { model, index, stage, nowSeconds, candidates } = view
        const { leaving, entrance } = weigh(view, sights[index]!)
        entering[index] = entrance
        if (nowSeconds % slotSeconds !== 0 && candidates.includes(stage)) return stage
        const downstream = model.movements.map(({ linkId }) => {
          const link = links.get(linkId ?? '')
          return link === undefined ? 0 : entering[link.toIntersection]![link.toApproach]!
        })
        const differences = leaving.map((weight, movement) => Math.max(0, weight - downstream[movement]!))
        return bestStage(view, candidate => pressureOf(view, candidate, differences))
      }
    }
  }

function pressureOf({ model, rate, shares }: IntersectionView, stage: number, differences: Float64Array): number {
  let pressure = 0
  for (let lane = 0; lane < model.laneCount; lane++) {
    for (const [position, movement] of model.laneMovements[lane]!.entries()) {
      if (model.rights[stage]![movement]! < right.permissive) continue
      pressure += rate[stage * model.laneCount + lane]! * shares[lane]![position]! * differences[movement]!
    }
  }
  return pressure
}

/** Weights of the vehicles on their way: by movement from its stop line, and by approach from its entrance. */
function weigh(view: IntersectionView, sights: readonly number[]): { leaving: Float64Array; entrance: Float64Array } {
  const leaving = new Float64Array(view.model.movements.length)
  const entering = new Float64Array(view.model.movements.length)
  eachSeen(view, (movement, vehicles, approach, metres) => {
    const distance = metres / sights[approach]!
    leaving[movement]! += vehicles * (1 - distance)
    entering[movement]! += vehicles * distance
  })
  return { leaving, entrance: entranceOf(view, entering) }
}

/** Σ_c r_bc of what is bound for c, by approach. */
function entranceOf({ model, flow, shares }: IntersectionView, entering: Float64Array): Float64Array {
  const entrance = new Float64Array(model.approachIds.length)
  for (const [approach, lanes] of model.approachLanes.entries()) {
    const total = lanes.reduce((sum, lane) => sum + flow[lane]!, 0)
    for (const lane of lanes) {
      for (const [position, movement] of model.laneMovements[lane]!.entries()) {
        entrance[approach]! += ((flow[lane]! * shares[lane]![position]!) / total) * entering[movement]!
      }
    }
  }
  return entrance
}
