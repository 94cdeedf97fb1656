/** Who may use a lane: road vehicles, rail vehicles, or neither (bicycles, pedestrians, nobody). */
export type LaneUsers = 'road' | 'rail' | 'other'

/** Lane of a SUMO network, normal or inside a junction. */
export interface NetLane {
  readonly id: string
  readonly edgeId: string
  readonly lengthMetres: number
  readonly speedMetresPerSecond: number
  readonly users: LaneUsers
}

export interface NetEdge {
  readonly id: string
  readonly name: string | undefined
  readonly kind: 'normal' | 'internal' | 'crossing' | 'walkingarea' | 'connector'
  /** Junctions at its ends; undefined inside a junction. */
  readonly fromJunction: string | undefined
  readonly toJunction: string | undefined
  /** By SUMO's lane index, which counts from the outer side of the road. */
  readonly lanes: readonly NetLane[]
  /** Edges that a pedestrian crossing crosses. */
  readonly crossedEdges: readonly string[]
}

/** A way from one lane to the next over a junction. */
export interface NetConnection {
  readonly from: NetLane
  readonly to: NetLane
  /** Lanes inside the junction in driving order; empty if the network has none. */
  readonly internalLanes: readonly NetLane[]
  /** Traffic light that controls the connection. */
  readonly tlsId: string | undefined
  /** Positions in the state string of the traffic light: none, one, or (pedestrian crossings) two. */
  readonly linkIndices: readonly number[]
  readonly direction: string
}

/** Row of the right-of-way matrix; bits count from the right. */
export interface NetRequest {
  readonly response: string
  readonly foes: string
}

export interface NetJunction {
  readonly id: string
  readonly xMetres: number
  readonly yMetres: number
  readonly incomingLanes: readonly string[]
  readonly internalLanes: readonly string[]
  readonly requests: readonly NetRequest[]
}

/** Fixed programme of a traffic light. */
export interface NetProgram {
  readonly tlsId: string
  readonly programId: string
  readonly offsetSeconds: number
  readonly phases: readonly { readonly durationSeconds: number; readonly state: string }[]
}

/** A SUMO network, indexed. */
export interface Net {
  readonly drivingSide: 'left' | 'right'
  readonly edges: ReadonlyMap<string, NetEdge>
  readonly lanes: ReadonlyMap<string, NetLane>
  /** Connections between normal edges, walking areas and crossings, in file order. */
  readonly connections: readonly NetConnection[]
  readonly connectionsFrom: ReadonlyMap<string, readonly NetConnection[]>
  readonly connectionsTo: ReadonlyMap<string, readonly NetConnection[]>
  readonly junctions: readonly NetJunction[]
  /** Program "0", or the first, of each traffic light. */
  readonly programs: ReadonlyMap<string, NetProgram>
}
