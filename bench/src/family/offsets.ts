import type { FittedDemand } from './fit-demand.ts'
import { movementWeights } from './fit-demand.ts'
import type { PlainNetwork, PlainSignal } from './network/plain.ts'
import { secondsToGreen } from './signals/program.ts'

/** Platoons drive a little below the limit. */
const progressionShare = 0.9
const longestWaySteps = 12

/**
 * Offsets for progression along the streets: each signal starts green for its heaviest stream from a neighbour when
 * that stream's platoon arrives, going outward from the most loaded link.
 */
export function offsetsOf(network: PlainNetwork, { flows, signals }: FittedDemand): ReadonlyMap<string, number> {
  const weights = movementWeights(flows, ([first, second]) => first + second)
  const links = signals.flatMap(({ signal }) => linksFrom(network, signal, weights))
  const planned = new Map(signals.map(entry => [entry.signal.id, entry]))
  const greenAfter = (signalId: string, edges: readonly [string, string]): number => {
    const { signal, stages, plan } = planned.get(signalId)!
    const link = signal.connections.findIndex(({ from, to }) => from === edges[0] && to === edges[1])
    return secondsToGreen(stages, plan, link)
  }
  const offsets = new Map<string, number>([[signals[0]!.signal.id, 0]])
  const cycle = signals[0]!.plan.cycleSeconds
  const ordered = links.sort((a, b) => b.weight - a.weight)
  while (offsets.size < signals.length) {
    const link = ordered.find(({ from, to }) => offsets.has(from) !== offsets.has(to))
    if (link === undefined) break
    const wave = greenAfter(link.from, link.departure) + link.seconds - greenAfter(link.to, link.arrival)
    const offset = offsets.has(link.from) ? offsets.get(link.from)! + wave : offsets.get(link.to)! - wave
    offsets.set(offsets.has(link.from) ? link.to : link.from, ((Math.round(offset) % cycle) + cycle) % cycle)
  }
  return offsets
}

interface Link {
  readonly from: string
  readonly to: string
  /** The heaviest movements at both ends, by their edges. */
  readonly departure: readonly [string, string]
  readonly arrival: readonly [string, string]
  readonly seconds: number
  readonly weight: number
}

function linksFrom(network: PlainNetwork, signal: PlainSignal, weights: ReadonlyMap<string, number>): Link[] {
  const edges = new Map(network.edges.map(edge => [edge.id, edge]))
  const signalAt = new Map(network.signals.map(entry => [entry.id, entry]))
  const through = signal.connections.filter(({ turn }) => turn === 'through')
  return through.flatMap(({ from, to }) => {
    let edge = edges.get(to)!
    let seconds = 0
    for (let step = 0; step < longestWaySteps; step++) {
      seconds += edge.lengthMetres / edge.speedMetresPerSecond / progressionShare
      const next = signalAt.get(edge.to)
      if (next !== undefined) {
        const onward = next.connections.find(entry => entry.from === edge.id && entry.turn === 'through')
        if (onward === undefined) return []
        const arrival = [onward.from, onward.to] as const
        const weight = Math.min(weights.get(`${from} ${to}`) ?? 0, weights.get(arrival.join(' ')) ?? 0)
        return [{ from: signal.id, to: next.id, departure: [from, to] as const, arrival, seconds, weight }]
      }
      const straight = network.connections.find(entry => entry.from === edge.id && entry.turn === 'through')
      if (straight === undefined) return []
      edge = edges.get(straight.to)!
    }
    return []
  })
}
