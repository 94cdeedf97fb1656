import {
  type Corridor,
  changeSeconds,
  type Display,
  type Intersection,
  isGreen,
  type PhasePlan,
  type SignalMode,
  stageTableOf
} from '@selaras/shared'

/** What a controller is told once. */
export interface ControllerConfig {
  readonly corridorId: string
  readonly configurationVersion: number
  readonly limits: Corridor['limits']
  /** IANA time zone of the schedule. */
  readonly timeZone: string
  readonly intersection: Intersection
}

export interface PhaseState {
  readonly phase: number
  readonly display: Display
  /** Since when green (protected and permissive count as one), yellow or red, Unix ms. */
  readonly sinceAtMs: number
}

/** Everything that a controller knows; replaced, never changed. */
export interface ControllerState {
  readonly config: ControllerConfig
  readonly nowMs: number
  /** Running stage; during a clearance the one that ended. */
  readonly stage: number
  readonly nextStage: number | null
  readonly stageGreenSinceAtMs: number
  /** Start of the running interval: green, yellow or red clearance. */
  readonly sinceAtMs: number
  readonly clearanceUntilMs: number | null
  readonly phases: readonly PhaseState[]
  /** Newest accepted plan, also when it has run out: its number still outranks older ones. */
  readonly plan: PhasePlan | null
  readonly mode: SignalMode
  readonly faults: readonly string[]
}

export interface StartOptions {
  /** Begin with green in this stage at once, as simulations do, instead of with the start-up sequence. */
  readonly startStage?: number
}

/**
 * A controller at power-up: all red for the longest clearance, then the first stage of its local timing plan.
 *
 * @param config its corridor must have passed `validateCorridor`.
 */
export function createController(
  config: ControllerConfig,
  startAtMs: number,
  { startStage }: StartOptions = {}
): ControllerState {
  const { intersection } = config
  const first = startStage ?? intersection.timingPlans[0]!.splits[0]!.stage
  const displays = stageTableOf(intersection).displays.get(first)
  const longestClearance = Math.max(
    ...intersection.phases.map(phase => changeSeconds(phase) + phase.redClearanceSeconds)
  )
  const green = startStage !== undefined
  return {
    config,
    nowMs: startAtMs,
    stage: first,
    nextStage: green ? null : first,
    stageGreenSinceAtMs: startAtMs,
    sinceAtMs: startAtMs,
    clearanceUntilMs: green ? null : startAtMs + longestClearance * 1000,
    phases: intersection.phases.map(({ phase }) => ({
      phase,
      display: green ? (displays?.get(phase) ?? 'stop') : 'stop',
      sinceAtMs: startAtMs
    })),
    plan: null,
    mode: 'local',
    faults: []
  }
}

/** Whether a display forbids entering: everything that is neither green nor yellow. */
export const isRed = (display: Display): boolean => !isGreen(display) && display !== 'yellow'
