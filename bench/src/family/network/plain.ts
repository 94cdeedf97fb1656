/** Way over a junction as seen by who drives it: to the near side of the road, straight on, or across oncoming traffic. */
export type Turn = 'near' | 'through' | 'far'

/** Side of a junction: north, east, south, west before any mirroring. */
export type Arm = 0 | 1 | 2 | 3

export const arms: readonly Arm[] = [0, 1, 2, 3]
export const oppositeOf = (arm: Arm): Arm => ((arm + 2) % 4) as Arm

/** The turn from one arm to another where one drives on the right; a left-hand network is the mirror image. */
export const turnOf = (from: Arm, to: Arm): Turn => (['far', 'through', 'near'] as const)[(to - from + 3) % 4]!

export interface PlainNode {
  readonly id: string
  readonly xMetres: number
  readonly yMetres: number
  readonly type: 'traffic_light' | 'priority' | 'dead_end'
}

export interface PlainEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly lanes: number
  readonly speedMetresPerSecond: number
  readonly lengthMetres: number
  readonly priority: number
}

export interface PlainConnection {
  readonly from: string
  readonly to: string
  /** By SUMO's lane index, which counts from the kerb. */
  readonly fromLane: number
  readonly toLane: number
  readonly turn: Turn
}

/** One leg of a signal, traffic entering. */
export interface PlainApproach {
  readonly arm: Arm
  readonly edgeId: string
  /** Turns of each lane, from the kerb. */
  readonly laneTurns: readonly (readonly Turn[])[]
}

/** A signal with its connections in the order of the links of its state strings. */
export interface PlainSignal {
  readonly id: string
  readonly row: number
  readonly column: number
  readonly approaches: readonly PlainApproach[]
  readonly connections: readonly PlainConnection[]
}

/** Where vehicles enter and leave. */
export interface Terminal {
  readonly id: string
  readonly xMetres: number
  readonly yMetres: number
  readonly entryEdge: string
  readonly exitEdge: string
  readonly lanes: number
  readonly isSideStreet: boolean
}

export interface PlainNetwork {
  readonly nodes: readonly PlainNode[]
  readonly edges: readonly PlainEdge[]
  /** Those outside the signals. */
  readonly connections: readonly PlainConnection[]
  readonly signals: readonly PlainSignal[]
  readonly terminals: readonly Terminal[]
}
