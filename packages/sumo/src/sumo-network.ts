import type { Corridor } from '@selaras/shared'

/** Part of a SUMO lane, in metres from the lane's beginning. */
export interface LaneSegment {
  readonly lane: string
  readonly fromMetres: number
  readonly toMetres: number
}

/** How a detector of the corridor model is played on SUMO's lanes. */
export type SumoDetector =
  | { readonly detectorId: string; readonly kind: 'zone'; readonly segments: readonly LaneSegment[] }
  /** Counts vehicles that pass `positionMetres` of the lane. */
  | { readonly detectorId: string; readonly kind: 'advance'; readonly lane: string; readonly positionMetres: number }
  /** Counts vehicles that leave `lane` into the junction towards one of the edges; the loop lies before `positionMetres`. */
  | {
      readonly detectorId: string
      readonly kind: 'stopLine'
      readonly lane: string
      readonly positionMetres: number
      readonly toEdges: readonly string[]
    }
  /** Sees the vehicles on these lanes inside the junction. */
  | { readonly detectorId: string; readonly kind: 'box'; readonly internalLanes: readonly string[] }

/** One controlled connection of a SUMO traffic light. */
export interface SumoConnection {
  readonly linkIndex: number
  readonly fromLane: string
  readonly fromEdge: string
  readonly toEdge: string
  readonly movementId: string
}

/** What the corridor model leaves out and the field needs to drive SUMO. */
export interface SumoSignal {
  readonly tlsId: string
  readonly intersectionId: string
  /** Link index → phase; undefined for an index that no connection uses. */
  readonly phaseOfLink: readonly (number | undefined)[]
  /** Stage → SUMO's own state string of that stage in program 0. */
  readonly stateOfStage: Readonly<Record<number, string>>
  readonly connections: readonly SumoConnection[]
  readonly detectors: readonly SumoDetector[]
  /** Our lane id → SUMO's stop-line lane. */
  readonly laneOf: Readonly<Record<string, string>>
}

export interface SumoNetwork {
  readonly corridor: Corridor
  readonly signals: readonly SumoSignal[]
}
