import type { PlannerParameters } from '@selaras/control'
import type { Intersection } from '@selaras/shared'
import { peerNames } from '../peers/peer-names.ts'

export const controllerNames = [
  'selaras',
  'fixed',
  'actuated',
  'max-pressure',
  'greedy',
  'webster',
  ...peerNames
] as const
export type ControllerName = (typeof controllerNames)[number]

/** `exact`: short zones; `zones`: the longest that the method allows; `loops`: stop-line and advance loops alone. */
export const sensorKinds = ['exact', 'zones', 'loops'] as const
export type SensorKind = (typeof sensorKinds)[number]

/** A network and its demand over one period: what is controlled. */
export interface BenchCase {
  readonly name: string
  readonly net: string
  readonly routes: readonly string[]
  readonly beginSeconds: number
  readonly endSeconds: number
  readonly yellowSeconds: number
  /** Traffic lights to control; all unless given. */
  readonly signals?: readonly string[]
}

/** How it is controlled. */
export interface RunSettings {
  readonly controller: ControllerName
  /** Planner parameters that differ from the defaults. */
  readonly parameters: Partial<PlannerParameters>
  /** Settings of a peer that differ from its own. */
  readonly peerSettings: Readonly<Record<string, number>>
  /** Share of the case's demand. */
  readonly scale: number
  readonly minimumGreenSeconds: number
  /** What coarse controllers ask for, of every intersection. */
  readonly coarseness?: Pick<Intersection, 'decisionGridSeconds' | 'minimumUpdateSeconds'>
  readonly zoneMetres: number
  readonly sensors: SensorKind
  /** Probability that a vehicle is missed, and false detections as a share of the true ones. */
  readonly missedShare: number
  readonly falseShare: number
  /** Age of detections when they arrive. */
  readonly latencySeconds: number
  /** Detectors of each intersection that never say anything. */
  readonly silentDetectors: number
  /** Time that the planner may use in a tick, ms; null for as much as it needs. */
  readonly planBudgetMs: number | null
}

/** All that decides one run but its seed. */
export interface RunOptions extends BenchCase, RunSettings {
  /** Folder for SUMO's trace of the run, which decides nothing; none unless given. */
  readonly traceFolder?: string
}
