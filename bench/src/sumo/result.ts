import type { Percentiles } from '../percentiles.ts'

/** One simulated hour. */
export interface RunResult {
  readonly seed: number
  readonly meanDelaySeconds: number
  readonly vehicles: number
  readonly undeparted: number
  readonly unfinished: number
  readonly longestWaitSeconds: number
  readonly jammed: boolean
  /** Plans that validation kept from the controllers, and plans that a controller refused. */
  readonly plansRejected: number
  readonly rejections: Readonly<Record<string, number>>
  /** What the independent watcher of the displayed lights saw. */
  readonly violations: readonly string[]
  /** Detection messages that the services never stored; `direct` loses none by construction. */
  readonly detectionsLost: number
  /** Searches that the deadline cut; `services` do not say. */
  readonly plansCut: number
  /** Mean number of states that a search computed; null where it is not known. */
  readonly expansionsPerSearch: number | null
  /** Of a tick: in `direct` without the time that others on the machine took, wall time of the optimizer in `services`. */
  readonly planTimeMs: Percentiles
  readonly wallSeconds: number
}

export type Progress = (simulatedSeconds: number, vehiclesRunning: number) => void
