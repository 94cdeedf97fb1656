import type { Approach, Movement } from '@selaras/shared'
import type { ControlledLink } from './controlled-links.ts'
import { Identifiers } from './identifiers.ts'
import type { Net, NetConnection, NetEdge, NetLane } from './net.ts'
import type { PhaseGroup } from './phase-groups.ts'
import { storageMetresOf } from './storage-length.ts'

/** Lane at the stop line: the model's and SUMO's. */
export interface StopLineLane {
  readonly laneId: string
  readonly approachId: string
  readonly lane: NetLane
}

export interface ImportedMovement {
  readonly movement: Movement
  readonly exitEdge: string
  readonly connections: readonly NetConnection[]
}

export interface ImportedApproaches {
  readonly approaches: readonly Approach[]
  readonly stopLineLanes: readonly StopLineLane[]
  readonly movements: readonly ImportedMovement[]
  /** Edge → approach. */
  readonly approachOfEdge: ReadonlyMap<string, string>
}

const carriesVehicles = ({ users }: ControlledLink): boolean => users === 'road' || users === 'rail'

/**
 * Builds approaches (edges with a lane that a vehicle phase controls), their lanes and the movements.
 *
 * A movement leaves an approach for one exit edge under one phase. Crossings and cycleways have movements without
 * lanes, at the approach that they cross or else at the first one.
 */
export function approachesOf(net: Net, groups: readonly PhaseGroup[]): ImportedApproaches {
  const links = groups.flatMap(group => group.links).sort((a, b) => a.index - b.index)
  const stopLineLanes: StopLineLane[] = []
  const approachOfEdge = new Map<string, string>()
  const approaches: Approach[] = []
  for (const [edgeId, ofEdge] of Map.groupBy(links.filter(carriesVehicles), link => link.connection.from.edgeId)) {
    const edge = net.edges.get(edgeId)!
    const approachId = `a${approaches.length + 1}`
    const controlled = new Set(ofEdge.map(({ connection }) => connection.from))
    const lanes = edge.lanes.flatMap((lane, index) =>
      controlled.has(lane) ? [{ lane, laneId: `${approachId}-l${index}` }] : []
    )
    approachOfEdge.set(edgeId, approachId)
    approaches.push({
      approachId,
      name: (edge.name || edge.id).slice(0, 120),
      lanes: lanes.map(({ lane, laneId }) => ({
        laneId,
        lengthMetres: storageMetresOf(net, lane),
        speedLimitMetresPerSecond: lane.speedMetresPerSecond
      }))
    })
    stopLineLanes.push(...lanes.map(({ lane, laneId }) => ({ laneId, approachId, lane })))
  }
  return {
    approaches,
    stopLineLanes,
    approachOfEdge,
    movements: movementsOf(net, groups, stopLineLanes, approachOfEdge)
  }
}

function movementsOf(
  net: Net,
  groups: readonly PhaseGroup[],
  stopLineLanes: readonly StopLineLane[],
  approachOfEdge: ReadonlyMap<string, string>
): readonly ImportedMovement[] {
  const identifiers = new Identifiers()
  const firstApproach = stopLineLanes[0]?.approachId
  return groups.flatMap(({ phase, links }) => {
    const movements = Map.groupBy(links, link => {
      const { from, to } = link.connection
      return link.users === 'pedestrian' ? crossingOf(net, link.connection)?.id : `${from.edgeId}>${to.edgeId}`
    })
    return [...movements.values()].map((members): ImportedMovement => {
      const { connection, users } = members[0]!
      const crossedEdges = crossingOf(net, connection)?.crossedEdges ?? []
      const approachId =
        [connection.from.edgeId, ...crossedEdges].map(edge => approachOfEdge.get(edge)).find(id => id !== undefined) ??
        firstApproach ??
        'a1'
      const turn = users === 'pedestrian' ? 'crossing' : turnOf(connection.direction)
      const from = new Set(members.map(member => member.connection.from))
      return {
        exitEdge: connection.to.edgeId,
        connections: [...new Set(members.map(member => member.connection))],
        movement: {
          movementId: identifiers.take(`${approachId}-${turn}`),
          approachId,
          turn,
          phase,
          laneIds: stopLineLanes.filter(({ lane }) => from.has(lane)).map(({ laneId }) => laneId)
        }
      }
    })
  })
}

function crossingOf(net: Net, { from, to }: NetConnection): NetEdge | undefined {
  return [to, from].map(lane => net.edges.get(lane.edgeId)).find(edge => edge?.kind === 'crossing')
}

function turnOf(direction: string): Movement['turn'] {
  switch (direction) {
    case 'l':
    case 'L':
      return 'left'
    case 'r':
    case 'R':
      return 'right'
    case 't':
      return 'uTurn'
    default:
      return 'through'
  }
}
