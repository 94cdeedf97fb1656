import type { PlainConnection, PlainSignal, Turn } from '../network/plain.ts'
import type { StageDisplays } from './stages.ts'

/** Discharge of a lane under green with priority, veh/h; turns are driven more slowly. */
const saturation: Readonly<Record<Turn, number>> = { near: 1450, through: 1750, far: 1500 }
/** Gap that a yielding driver accepts, and the follow-up time of the next one, s. */
const criticalGapSeconds = 6.5
const followUpSeconds = 3.5
/** Far turns that complete after their green, for each cycle. */
const sneakers = 1
const assumedGreenSeconds = 35
const assumedGreenRatio = 0.4
const quanta = 50

/** A stop-line lane: its flow, and what it can discharge in an hour of green of each stage. */
export interface LaneCapacity {
  readonly flow: number
  readonly vehiclesPerHour: readonly number[]
}

/**
 * Flow and capacity of every stop-line lane of a signal.
 *
 * A movement spreads over its lanes so that they are loaded alike; a lane that several movements share discharges at
 * their harmonic mean, and not at all in a stage where one of them stands at red. A yielding far turn finds gaps in the
 * part of the green that the opposing queue leaves.
 *
 * @param flowOf Vehicles an hour of a movement, by the edges that it connects.
 * @see Highway Capacity Manual (2010), chapter 18: gap acceptance of permitted left turns, shared lanes.
 */
export function laneCapacitiesOf(
  signal: PlainSignal,
  stages: readonly StageDisplays[],
  flowOf: (from: string, to: string) => number
): readonly LaneCapacity[] {
  const permissive = (connection: PlainConnection) => permissiveRate(signal, connection, flowOf)
  const rateIn = (connection: PlainConnection, link: number, stage: StageDisplays): number => {
    const display = stage[link]!
    if (display === 'r') return 0
    return display === 'G' ? saturation[connection.turn] : permissive(connection)
  }
  const rates = signal.connections.map((connection, link) => stages.map(stage => rateIn(connection, link, stage)))
  const lanes = new Map<string, number[]>()
  for (const [link, { from, fromLane }] of signal.connections.entries()) {
    const key = `${from}_${fromLane}`
    lanes.set(key, [...(lanes.get(key) ?? []), link])
  }
  const flows = spread(signal, rates, flowOf)
  return [...lanes.values()].map(links => {
    const flow = links.reduce((sum, link) => sum + flows[link]!, 0)
    const vehiclesPerHour = stages.map((_, stage) => {
      const used = links.filter(link => flows[link]! > 0)
      if (used.length === 0 || used.some(link => rates[link]![stage] === 0)) return 0
      return flow / used.reduce((sum, link) => sum + flows[link]! / rates[link]![stage]!, 0)
    })
    return { flow, vehiclesPerHour }
  })
}

function permissiveRate(
  signal: PlainSignal,
  { from }: PlainConnection,
  flowOf: (from: string, to: string) => number
): number {
  const own = signal.approaches.find(({ edgeId }) => edgeId === from)!
  const opposing = signal.approaches.find(({ arm }) => arm === (own.arm + 2) % 4)
  const streams = signal.connections.filter(({ from: edge, turn }) => edge === opposing?.edgeId && turn !== 'far')
  const movements = new Map(streams.map(stream => [stream.to, flowOf(stream.from, stream.to)]))
  const flow = Math.max(
    1,
    [...movements.values()].reduce((sum, value) => sum + value, 0)
  )
  const lanes = Math.max(1, new Set(streams.map(({ fromLane }) => fromLane)).size)
  const load = Math.min(0.95, flow / (lanes * saturation.through))
  const free = Math.max(0, (assumedGreenRatio - load) / (assumedGreenRatio * (1 - load)))
  const inGaps =
    (flow * Math.exp((-flow * criticalGapSeconds) / 3600)) / (1 - Math.exp((-flow * followUpSeconds) / 3600))
  return Math.min(saturation.far, inGaps * free + (sneakers * 3600) / assumedGreenSeconds)
}

/** Vehicles an hour of each link, after small parts of each movement have chosen the least loaded of its lanes. */
function spread(
  signal: PlainSignal,
  rates: readonly (readonly number[])[],
  flowOf: (from: string, to: string) => number
): number[] {
  const flows = signal.connections.map(() => 0)
  const loads = new Map<string, number>()
  // Turns have the fewest lanes to choose from.
  for (const turn of ['far', 'near', 'through'] as const) {
    const links = [...signal.connections.keys()].filter(link => signal.connections[link]!.turn === turn)
    for (const choices of Map.groupBy(links, link => signal.connections[link]!.from).values()) {
      const { from, to } = signal.connections[choices[0]!]!
      for (let part = 0; part < quanta; part++) {
        const loadOf = (link: number) => loads.get(`${from}_${signal.connections[link]!.fromLane}`) ?? 0
        const best = choices.reduce((a, b) => (loadOf(b) < loadOf(a) ? b : a))
        const flow = flowOf(from, to) / quanta
        flows[best]! += flow
        loads.set(`${from}_${signal.connections[best]!.fromLane}`, loadOf(best) + flow / Math.max(...rates[best]!))
      }
    }
  }
  return flows
}
