import { type SumoNetwork, type SumoSimulation, startSumo } from '@selaras/sumo'
import type { RunOptions } from '../../run/run-options.ts'

/** Expected demand of each movement, vehicles per second over the period: by intersection, in the model's order. */
export type TurningVolumes = ReadonlyMap<string, Float64Array>

/** Mean flow of the period over the flow of its busiest quarter (HCM: peak hour factor): plans are made for the latter. */
const peakHourFactor = 0.85

/** A seed of its own: the plans are not made from the hour that they are measured on. */
const warmUpSeed = 20_001

/** Counts the movements on the routes of all vehicles of a period played under the network's own program. */
export async function countTurningVolumes(network: SumoNetwork, options: RunOptions): Promise<TurningVolumes> {
  const { beginSeconds, endSeconds } = options
  const simulation = await startSumo({
    netFile: options.net,
    routeFiles: options.routes,
    beginSeconds,
    endSeconds,
    seed: warmUpSeed
  })
  try {
    const routes = await playRoutes(simulation)
    return volumesOf(network, routes, endSeconds - beginSeconds)
  } finally {
    await simulation.remove()
  }
}

async function playRoutes({ client, beginSeconds, endSeconds }: SumoSimulation): Promise<(readonly string[])[]> {
  const routes = new Map<string, readonly string[]>()
  for (let second = beginSeconds; second < endSeconds; second++) {
    await client.step()
    for (const [id, { edges }] of client.vehicles) routes.set(id, edges)
  }
  return [...routes.values()]
}

/** Movements that routes make, in the busiest quarter of the period. */
export function volumesOf(
  { corridor, signals }: SumoNetwork,
  routes: Iterable<readonly string[]>,
  periodSeconds: number
): TurningVolumes {
  const volumes = new Map<string, Float64Array>()
  const taken = new Map<string, { counts: Float64Array; movement: number }[]>()
  for (const { intersectionId, connections } of signals) {
    const { movements } = corridor.intersections.find(each => each.intersectionId === intersectionId)!
    const counts = new Float64Array(movements.length)
    volumes.set(intersectionId, counts)
    for (const { fromEdge, toEdge, movementId } of connections) {
      const movement = movements.findIndex(each => each.movementId === movementId)
      const turn = `${fromEdge} ${toEdge}`
      const known = taken.get(turn) ?? []
      if (!known.some(each => each.counts === counts)) taken.set(turn, [...known, { counts, movement }])
    }
  }
  for (const edges of routes) {
    for (let index = 1; index < edges.length; index++) {
      const turns = taken.get(`${edges[index - 1]} ${edges[index]}`) ?? []
      for (const { counts, movement } of turns) counts[movement]! += 1 / (periodSeconds * peakHourFactor)
    }
  }
  return volumes
}
