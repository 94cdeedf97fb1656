import type { Random } from '../random.ts'
import type { PlainConnection, PlainEdge, PlainNode, Terminal } from './plain.ts'

/** A street between two points: signals, or a signal and the end of the network. */
export interface SegmentPlan {
  readonly ends: readonly [PlainNode, PlainNode]
  readonly lanes: number
  readonly speedMetresPerSecond: number
  readonly lengthMetres: number
  /** Length of the bay for far turns before each end; none where undefined. */
  readonly bayMetres: readonly [number | undefined, number | undefined]
  /** Distance of the side junction from the first end; none where undefined. */
  readonly sideMetres: number | undefined
}

export interface Segment {
  readonly nodes: readonly PlainNode[]
  readonly edges: readonly PlainEdge[]
  readonly connections: readonly PlainConnection[]
  readonly sideStreet: Terminal | undefined
  /** Edges of the two directions in driving order: first end to second, second to first. */
  readonly ways: readonly [readonly PlainEdge[], readonly PlainEdge[]]
}

const sideSpeed = 30 / 3.6
/** A vehicle from the side may enter any lane where the stop line is nearer than this: it could not change lanes any more. */
const shortStopLineMetres = 70

/** Lays a street with its bays and its side junction. */
export function laySegment(plan: SegmentPlan, random: Random): Segment {
  const [a, b] = plan.ends
  const at = (metres: number) => pointOn(plan, metres)
  const nodes: PlainNode[] = []
  const name = `${a.id}-${b.id}`
  let side: PlainNode | undefined
  if (plan.sideMetres !== undefined) {
    side = { id: `${name}-side`, ...at(plan.sideMetres), type: 'priority' }
    nodes.push(side)
  }
  const forward = layWay(plan, a, b, plan.sideMetres, side, plan.bayMetres[1], nodes)
  const backwardSide = plan.sideMetres === undefined ? undefined : plan.lengthMetres - plan.sideMetres
  const reversed = { ...plan, ends: [b, a] as const }
  const backward = layWay(reversed, b, a, backwardSide, side, plan.bayMetres[0], nodes)
  const connections = [forward, backward].flatMap(way => way.flatMap((edge, i) => straightOn(edge, way[i + 1])))
  const segment = { nodes, edges: [...forward, ...backward], connections, ways: [forward, backward] as const }
  if (side === undefined) return { ...segment, sideStreet: undefined }
  return addSideStreet(plan, segment, side, random)
}

function layWay(
  plan: SegmentPlan,
  from: PlainNode,
  to: PlainNode,
  sideMetres: number | undefined,
  side: PlainNode | undefined,
  bayMetres: number | undefined,
  nodes: PlainNode[]
): PlainEdge[] {
  const stops: { node: PlainNode; metres: number; lanes: number }[] = []
  const free = plan.lengthMetres - (sideMetres ?? 0)
  if (side !== undefined) stops.push({ node: side, metres: sideMetres!, lanes: plan.lanes })
  let lastLanes = plan.lanes
  if (bayMetres !== undefined) {
    lastLanes += 1
    if (free > bayMetres + 20) {
      const metres = plan.lengthMetres - bayMetres
      const node = { id: `${from.id}-${to.id}-bay`, ...pointOn(plan, metres), type: 'priority' as const }
      nodes.push(node)
      stops.push({ node, metres, lanes: plan.lanes })
    }
  }
  stops.push({ node: to, metres: plan.lengthMetres, lanes: lastLanes })
  let before = { node: from, metres: 0 }
  return stops.map((stop, part) => {
    const edge = {
      id: `${from.id}.${to.id}${stops.length > 1 ? `.${part + 1}` : ''}`,
      from: before.node.id,
      to: stop.node.id,
      lanes: stop.lanes,
      speedMetresPerSecond: plan.speedMetresPerSecond,
      lengthMetres: stop.metres - before.metres,
      priority: 3
    }
    before = stop
    return edge
  })
}

const straightOn = (from: PlainEdge, to: PlainEdge | undefined): PlainConnection[] =>
  to === undefined
    ? []
    : Array.from({ length: to.lanes }, (_, toLane) => ({
        from: from.id,
        to: to.id,
        fromLane: Math.min(toLane, from.lanes - 1),
        toLane,
        turn: 'through'
      }))

/**
 * A residential street on one side. Crossing the oncoming traffic is allowed where there are at most two lanes a way and
 * no stop line is close: the queue behind it would lock the side junction.
 */
function addSideStreet(
  plan: SegmentPlan,
  segment: Omit<Segment, 'sideStreet'>,
  side: PlainNode,
  random: Random
): Segment {
  const [a, b] = plan.ends
  const metres = Math.round(random.between(70, 130))
  // To the right of who drives from the first end to the second, so that his turn into it is a near one.
  const nearWay = random.integer(0, 1) as 0 | 1
  const sign = nearWay === 0 ? 1 : -1
  const along = { x: (b.xMetres - a.xMetres) / lengthOf(plan), y: (b.yMetres - a.yMetres) / lengthOf(plan) }
  const end: PlainNode = {
    id: `${side.id}-end`,
    xMetres: round(side.xMetres + sign * along.y * metres),
    yMetres: round(side.yMetres - sign * along.x * metres),
    type: 'dead_end'
  }
  const common = { lanes: 1, speedMetresPerSecond: sideSpeed, lengthMetres: metres, priority: 1 }
  const into: PlainEdge = { id: `${end.id}.in`, from: end.id, to: side.id, ...common }
  const out: PlainEdge = { id: `${end.id}.out`, from: side.id, to: end.id, ...common }
  const before = (way: readonly PlainEdge[]) => way.find(({ to }) => to === side.id)!
  const after = (way: readonly PlainEdge[]) => way.find(({ from }) => from === side.id)!
  const near = segment.ways[nearWay]
  const far = segment.ways[1 - nearWay]!
  const isClose = Math.min(plan.sideMetres!, plan.lengthMetres - plan.sideMetres!) < shortStopLineMetres
  const crossing = plan.lanes <= 2 && !isClose && random.chance(0.7)
  const target = (edge: PlainEdge, turn: 'near' | 'far'): PlainConnection[] => {
    const all = edge.lengthMetres < shortStopLineMetres
    const lanes = all ? Array.from({ length: edge.lanes }, (_, lane) => lane) : [turn === 'near' ? 0 : edge.lanes - 1]
    return lanes.map(toLane => ({ from: into.id, to: edge.id, fromLane: 0, toLane, turn }))
  }
  const leave = (edge: PlainEdge, fromLane: number, turn: 'near' | 'far'): PlainConnection => ({
    from: edge.id,
    to: out.id,
    fromLane,
    toLane: 0,
    turn
  })
  return {
    ...segment,
    nodes: [...segment.nodes, end],
    edges: [...segment.edges, into, out],
    connections: [
      ...segment.connections,
      leave(before(near), 0, 'near'),
      ...target(after(near), 'near'),
      ...(crossing ? [leave(before(far), before(far).lanes - 1, 'far'), ...target(after(far), 'far')] : [])
    ],
    sideStreet: { ...end, entryEdge: into.id, exitEdge: out.id, lanes: 1, isSideStreet: true }
  }
}

const round = (value: number) => Math.round(100 * value) / 100
const lengthOf = ({ ends: [a, b] }: Pick<SegmentPlan, 'ends'>) =>
  Math.hypot(b.xMetres - a.xMetres, b.yMetres - a.yMetres)

/** Point of a segment; its metres are those of the street without the junctions at the ends. */
function pointOn(
  plan: Pick<SegmentPlan, 'ends' | 'lengthMetres'>,
  metres: number
): { xMetres: number; yMetres: number } {
  const [a, b] = plan.ends
  const margin = (lengthOf(plan) - plan.lengthMetres) / 2
  const share = (margin + metres) / lengthOf(plan)
  return {
    xMetres: round(a.xMetres + share * (b.xMetres - a.xMetres)),
    yMetres: round(a.yMetres + share * (b.yMetres - a.yMetres))
  }
}
