import type { Net, Trace } from '@selaras/sumo'
import { connectionsBetween } from './busiest-path.ts'
import type { Period } from './intersection-history.ts'

/** Vehicles and signals along a path. */
export interface TimeSpace {
  readonly lengthMetres: number
  readonly signals: readonly PathSignal[]
  /** Runs of (second, metres from the beginning), one for each stay of a vehicle on the path. */
  readonly trajectories: readonly (readonly (readonly [number, number])[])[]
}

export interface PathSignal {
  readonly tlsId: string
  readonly atMetres: number
  readonly spans: readonly { readonly isGreen: boolean; readonly fromSecond: number; readonly toSecond: number }[]
}

/** @param path edges in driving order. */
export function timeSpaceOf(net: Net, trace: Trace, path: readonly string[], period: Period): TimeSpace {
  const beginOfLane = new Map<string, number>()
  const signals: PathSignal[] = []
  let metres = 0
  for (const [index, edgeId] of path.entries()) {
    const lanes = net.edges.get(edgeId)?.lanes ?? []
    for (const { id } of lanes) beginOfLane.set(id, metres)
    metres += lanes[0]?.lengthMetres ?? 0
    const connections = connectionsBetween(net, edgeId, path[index + 1] ?? '')
    const [signal] = connections.flatMap(({ tlsId }) => tlsId ?? [])
    if (signal !== undefined) {
      const links = connections.flatMap(({ linkIndices }) => linkIndices)
      signals.push({ tlsId: signal, atMetres: metres, spans: greensOf(trace, signal, links, period) })
    }
    let inside = 0
    for (const { internalLanes } of connections) {
      let passed = 0
      for (const { id, lengthMetres } of internalLanes) {
        beginOfLane.set(id, metres + passed)
        passed += lengthMetres
      }
      inside = Math.max(inside, passed)
    }
    metres += inside
  }
  return { lengthMetres: metres, signals, trajectories: trajectoriesOf(trace, beginOfLane, period) }
}

function greensOf(trace: Trace, tlsId: string, links: readonly number[], period: Period): PathSignal['spans'] {
  const changes = trace.lights.get(tlsId) ?? []
  return changes.flatMap(({ fromSecond, state }, index) => {
    const from = Math.max(period.fromSecond, fromSecond)
    const to = Math.min(period.toSecond, changes[index + 1]?.fromSecond ?? period.toSecond)
    const isGreen = links.some(link => 'Gg'.includes(state[link] ?? 'r'))
    return to > from ? [{ isGreen, fromSecond: from, toSecond: to }] : []
  })
}

function trajectoriesOf(trace: Trace, beginOfLane: ReadonlyMap<string, number>, period: Period) {
  const done: [number, number][][] = []
  const open = new Map<string, [number, number][]>()
  for (const [second, vehicles] of trace.vehicles) {
    if (second < period.fromSecond || second > period.toSecond) continue
    for (const { id, lane, positionMetres } of vehicles) {
      const begin = beginOfLane.get(lane)
      if (begin === undefined) continue
      const known = open.get(id)
      const last = known?.at(-1)
      const point: [number, number] = [second, begin + positionMetres]
      // A gap is a way off the path; a vehicle that comes back begins another run.
      if (last !== undefined && second - last[0] <= 1) known!.push(point)
      else {
        const run = [point]
        open.set(id, run)
        done.push(run)
      }
    }
  }
  return done
}
