import { type IntersectionModel, right } from '@selaras/control'
import { coveringStages } from './covering-stages.ts'
import type { CreatePeer, IntersectionView, PeerCorridor } from './intersection-view.ts'
import { vehiclesByMovement } from './seen-vehicles.ts'

export interface CyclicPressureOptions {
  readonly cycleSeconds: number
  /** How strongly the split follows the pressure, per vehicle; 0 divides evenly. */
  readonly sharpness: number
}

/**
 * Cyclic max pressure: a fixed cycle through the stages in the network's order, its green divided anew at the start of
 * each cycle in proportion to exp(η · pressure). A stage whose movements nobody wants is left out.
 *
 * Pressure of a stage: sum over its movements of the vehicles seen on the lanes (split by turning share) less those
 * on the link that they lead into, times the movement's discharge relative to a full lane.
 *
 * @see Le, T., Kovács, P., Walton, N., Vu, H. L., Andrew, L. L. H., Hoogendoorn, S. P. (2015), Decentralized signal
 * control for urban road networks, Transportation Research C 58. Splits once a cycle, as published; greens end to
 * the second.
 */
export const createCyclicPressure =
  ({ cycleSeconds, sharpness }: CyclicPressureOptions): CreatePeer =>
  corridor => {
    const cycles = corridor.models.map((): { stage: number; greenSeconds: number }[] => [])
    const upstream: Float64Array[] = corridor.models.map(model => new Float64Array(model.movements.length))
    const sequences = corridor.models.map(coveringStages)
    return {
      choose(view) {
        const { index, stage, candidates, greenSeconds } = view
        upstream[index] = vehiclesByMovement(view)
        if (candidates.length === 1 && candidates[0] === stage) return stage
        const left = cycles[index]!
        const running = left[0]
        if (running?.stage === stage && greenSeconds < running.greenSeconds && candidates.includes(stage)) return stage
        if (running?.stage === stage) left.shift()
        if (left.length === 0) {
          const pressures = pressuresOf(view, corridor, upstream)
          left.push(...divideCycle(view.model, sequences[index]!, pressures, cycleSeconds, sharpness))
        }
        if (left[0]!.stage === stage && !candidates.includes(stage)) left.shift()
        return left[0]?.stage ?? candidates.find(candidate => candidate !== stage)!
      }
    }
  }

/**
 * Greens of the stages of one cycle, in order.
 *
 * @param pressures by stage; a stage without vehicles has −∞ and gets no green.
 */
export function divideCycle(
  model: IntersectionModel,
  sequence: readonly number[],
  pressures: readonly number[],
  cycleSeconds: number,
  sharpness: number
): { stage: number; greenSeconds: number }[] {
  const wanted = sequence.filter(stage => pressures[stage]! > Number.NEGATIVE_INFINITY)
  const stages = wanted.length > 0 ? wanted : sequence
  const highest = Math.max(...stages.map(stage => pressures[stage]!))
  const shares = stages.map(stage => (wanted.length > 0 ? Math.exp(sharpness * (pressures[stage]! - highest)) : 1))
  const total = shares.reduce((sum, share) => sum + share, 0)
  const lost = stages.reduce((sum, stage, position) => {
    const next = stages[(position + 1) % stages.length]!
    return sum + model.clearanceSeconds[stage * model.stageCount + next]! + model.minimumGreenSeconds[stage]!
  }, 0)
  const spare = Math.max(0, cycleSeconds - lost)
  return stages.map((stage, position) => ({
    stage,
    greenSeconds: model.minimumGreenSeconds[stage]! + Math.round((spare * shares[position]!) / total)
  }))
}

function pressuresOf(view: IntersectionView, corridor: PeerCorridor, upstream: readonly Float64Array[]): number[] {
  const { model, index, rate } = view
  const own = upstream[index]!
  return Array.from({ length: model.stageCount }, (_, stage) => {
    let pressure = 0
    let vehicles = 0
    for (const [movement, lanes] of model.movementLanes.entries()) {
      if (model.rights[stage]![movement]! < right.permissive || lanes.length === 0) continue
      const link = corridor.links.get(model.movements[movement]!.linkId ?? '')
      const discharge = lanes.map(lane => rate[stage * model.laneCount + lane]! / model.laneSaturationFlow[lane]!)
      const freedom = discharge.reduce((sum, value) => sum + value, 0) / lanes.length
      pressure += freedom * (own[movement]! - (link === undefined ? 0 : weightedDownstream(link, corridor, upstream)))
      vehicles += own[movement]!
    }
    return vehicles > 0 ? pressure : Number.NEGATIVE_INFINITY
  })
}

/** Σ_c r_bc q_bc of the link: its vehicles by movement, weighted with their own share. */
function weightedDownstream(
  { toIntersection, toApproach }: { toIntersection: number; toApproach: number },
  { models }: PeerCorridor,
  upstream: readonly Float64Array[]
): number {
  const { movements, approachIds } = models[toIntersection]!
  const bound = movements.flatMap(({ approachId }, movement) =>
    approachId === approachIds[toApproach] ? upstream[toIntersection]![movement]! : []
  )
  const total = bound.reduce((sum, vehicles) => sum + vehicles, 0)
  return total === 0 ? 0 : bound.reduce((sum, vehicles) => sum + (vehicles * vehicles) / total, 0)
}
