import { type IntersectionModel, right } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import type { Flows } from './flows.ts'

/**
 * Which way the first vehicle of each queue wants to go, as far as its behaviour shows it.
 *
 * A vehicle that stands at a green line for seconds is no through vehicle: it waits for a gap or for another stage.
 * Bayes' rule turns every second without a crossing into evidence; a crossing brings a new head, known by the shares.
 */
export interface QueueHead {
  /** [lane][position in laneMovements], sums to 1. */
  readonly belief: readonly Float64Array[]
}

const leastBelief = 0.01
const settledGreenSeconds = 3

export const createQueueHead = (model: IntersectionModel): QueueHead => ({
  belief: model.laneMovements.map(own => new Float64Array(own.length).fill(1 / Math.max(1, own.length)))
})

export interface HeadObservation {
  /** Running stage while it is green, else -1. */
  readonly stage: number
  readonly greenSeconds: number
  readonly intervalSeconds: number
  readonly standing: Uint8Array
}

export function learnQueueHead(
  head: QueueHead,
  model: IntersectionModel,
  flows: Flows,
  { stage, greenSeconds, intervalSeconds, standing }: HeadObservation,
  parameters: PlannerParameters
): void {
  for (let lane = 0; lane < model.laneCount; lane++) {
    const belief = head.belief[lane]!
    const shares = flows.shares[lane]!
    if (flows.crossings[lane]! > 0 || standing[lane] === 0) {
      belief.set(shares)
      continue
    }
    if (stage < 0 || greenSeconds < settledGreenSeconds || model.laneGreen[stage]![lane] === 0) continue
    const own = model.laneMovements[lane]!
    let sum = 0
    for (let position = 0; position < own.length; position++) {
      const stays = staysPerSecond(model, stage, own[position]!, parameters) ** intervalSeconds
      belief[position] = Math.max(leastBelief, belief[position]! * stays)
      sum += belief[position]!
    }
    for (let position = 0; position < own.length; position++) belief[position]! /= sum
  }
}

/** Probability that a standing vehicle of the movement does not cross within a second. */
function staysPerSecond(
  model: IntersectionModel,
  stage: number,
  movement: number,
  { permissiveFactor }: PlannerParameters
): number {
  const allowed = model.rights[stage]![movement]!
  if (allowed === right.stop) return 1
  if (model.yieldsAcross[stage]![movement] === 1) return 0.9
  const runs = 0.4
  return allowed === right.protected ? runs : 1 - (1 - runs) * permissiveFactor
}
