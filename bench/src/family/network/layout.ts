import type { Features } from '../features.ts'
import type { Random } from '../random.ts'
import {
  type Arm,
  arms,
  oppositeOf,
  type PlainEdge,
  type PlainNetwork,
  type PlainNode,
  type Terminal
} from './plain.ts'
import { laySegment, type Segment } from './segment.ts'
import { createSignal, type Leg } from './signal.ts'

/** From the middle of a signal to its stop lines, about; streets get their length between stop line and exit. */
const junctionMetres = 12
const entryMetres = [200, 300] as const

/** Lays signals on a grid of streets with everything that the features ask for; mirrored for left-hand traffic. */
export function layNetwork(features: Features, random: Random): PlainNetwork {
  const { rows, columns } = features
  const columnX = positionsOf(features.columnGapMetres)
  const rowY = positionsOf(features.rowGapMetres).map(y => -y)
  const signals = new Map<string, PlainNode>()
  const idOf = (row: number, column: number) => `s${row + 1}${column + 1}`
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const id = idOf(row, column)
      signals.set(id, { id, xMetres: columnX[column]!, yMetres: rowY[row]!, type: 'traffic_light' })
    }
  }
  const nodes = [...signals.values()]
  const segments: Segment[] = []
  const terminals: Terminal[] = []
  const legs = new Map<string, Leg[]>([...signals.keys()].map(id => [id, []]))
  const lay = (from: PlainNode, arm: Arm, to: PlainNode, lengthMetres: number, street: Street) => {
    const segment = laySegment(planSegment(from, to, lengthMetres, street, features, random), random)
    const [away, back] = segment.ways
    const leg = (at: PlainNode, side: Arm, inward: PlainEdge, outward: PlainEdge) =>
      legs.get(at.id)?.push({
        arm: side,
        inward,
        outward,
        streetLanes: street.lanes,
        hasBay: inward.lanes > street.lanes
      })
    leg(from, arm, back.at(-1)!, away[0]!)
    leg(to, oppositeOf(arm), away.at(-1)!, back[0]!)
    segments.push(segment)
    if (segment.sideStreet !== undefined) terminals.push(segment.sideStreet)
    return segment
  }
  for (const { arm, row, column, isMissing } of placesOf(features, random)) {
    const from = signals.get(idOf(row, column))!
    const [dx, dy] = stepOf[arm]
    const street = streetOf(features, arm, row, column)
    const next = signals.get(idOf(row - dy, column + dx))
    if (next !== undefined) {
      const gap = Math.hypot(next.xMetres - from.xMetres, next.yMetres - from.yMetres)
      if (arm === 1 || arm === 2) lay(from, arm, next, gap - 2 * junctionMetres, street)
      continue
    }
    if (isMissing) continue
    const length = Math.round(random.between(...entryMetres))
    const end: PlainNode = {
      id: `t${row + 1}${column + 1}${'nesw'[arm]}`,
      xMetres: from.xMetres + dx * (length + junctionMetres),
      yMetres: from.yMetres + dy * (length + junctionMetres),
      type: 'dead_end'
    }
    const { ways } = lay(from, arm, end, length, street)
    nodes.push(end)
    terminals.push({
      ...end,
      entryEdge: ways[1][0]!.id,
      exitEdge: ways[0].at(-1)!.id,
      lanes: street.lanes,
      isSideStreet: false
    })
  }
  const network: PlainNetwork = {
    nodes: [...nodes, ...segments.flatMap(segment => segment.nodes)],
    edges: segments.flatMap(({ edges }) => edges),
    connections: segments.flatMap(({ connections }) => connections),
    signals: [...signals.keys()].map((id, index) => {
      const dedicated = random.chance(0.5)
      return createSignal(id, Math.floor(index / columns), index % columns, legs.get(id)!, dedicated)
    }),
    terminals
  }
  return features.drivingSide === 'right' ? network : mirror(network)
}

interface Street {
  readonly lanes: number
  readonly speedMetresPerSecond: number
}

/** Steps east and north. */
const stepOf: Readonly<Record<Arm, readonly [number, number]>> = { 0: [0, 1], 1: [1, 0], 2: [0, -1], 3: [-1, 0] }

function streetOf(features: Features, arm: Arm, row: number, column: number): Street {
  const isRow = arm === 1 || arm === 3
  const lanes = isRow ? features.rowLanes[row]! : features.columnLanes[column]!
  const kmh = isRow ? features.rowSpeedKmh[row]! : features.columnSpeedKmh[column]!
  return { lanes, speedMetresPerSecond: Math.round((100 * kmh) / 3.6) / 100 }
}

interface Place {
  readonly arm: Arm
  readonly row: number
  readonly column: number
  readonly isMissing: boolean
}

/** Every arm of every signal; a signal misses at most one, so that it keeps three. */
function placesOf(features: Features, random: Random): readonly Place[] {
  const places: Place[] = []
  for (let row = 0; row < features.rows; row++) {
    for (let column = 0; column < features.columns; column++) {
      const boundary = arms.filter(arm => isBoundary(features, arm, row, column))
      const misses = features.kind === 't-junction' || random.chance(features.missingArmShare)
      const choices = features.kind === 'corridor' ? boundary.filter(arm => arm === 0 || arm === 2) : boundary
      const missing = misses && choices.length > 0 ? random.pick(choices) : undefined
      for (const arm of arms) places.push({ arm, row, column, isMissing: arm === missing })
    }
  }
  return places
}

const isBoundary = ({ rows, columns }: Features, arm: Arm, row: number, column: number): boolean =>
  [row === 0, column === columns - 1, row === rows - 1, column === 0][arm]!

function planSegment(
  from: PlainNode,
  to: PlainNode,
  lengthMetres: number,
  street: Street,
  features: Features,
  random: Random
): Parameters<typeof laySegment>[0] {
  const hasSide = lengthMetres >= 110 && random.chance(features.sideShare)
  // Half of the side junctions lie close to a stop line, so that the last edge of the approach is short.
  const near = Math.round(random.chance(0.5) ? random.between(20, 50) : random.between(0.4, 0.5) * lengthMetres)
  const sideMetres = hasSide ? (random.chance(0.5) ? near : lengthMetres - near) : undefined
  const bay = (end: PlainNode) => {
    const wanted = random.chance(features.bayShare)
    const metres = Math.round(random.between(30, Math.min(80, 0.6 * lengthMetres)))
    return wanted && end.type === 'traffic_light' && lengthMetres >= 100 ? metres : undefined
  }
  return { ends: [from, to], ...street, lengthMetres, bayMetres: [bay(from), bay(to)], sideMetres }
}

function positionsOf(gaps: readonly number[]): number[] {
  const positions = [0]
  for (const gap of gaps) positions.push(positions.at(-1)! + gap + 2 * junctionMetres)
  return positions
}

function mirror(network: PlainNetwork): PlainNetwork {
  const flip = <T extends { readonly xMetres: number }>(items: readonly T[]): T[] =>
    items.map(item => ({ ...item, xMetres: -item.xMetres }))
  return { ...network, nodes: flip(network.nodes), terminals: flip(network.terminals) }
}
