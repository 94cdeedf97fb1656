import {
  type Corridor,
  changeSeconds,
  type Display,
  type Intersection,
  type PhasePlan,
  type SignalMode,
  stageTableOf
} from '@selaras/shared'
import { timingPlanAt } from './timing-plan-at.ts'

/** What a controller is told once. */
export interface ControllerConfig {
  readonly corridorId: string
  readonly configurationVersion: number
  readonly limits: Corridor['limits']
  /** IANA time zone of the schedule. */
  readonly timeZone: string
  readonly intersection: Intersection
  /** When a plan runs out, hold the running stage for this long before the local timing plan; 0 unless given. */
  readonly backupSeconds?: number
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
  const stage = startStage ?? timingPlanAt(config, startAtMs).splits[0]!.stage
  const displays = startStage === undefined ? undefined : stageTableOf(intersection).displays.get(stage)
  return {
    config,
    nowMs: startAtMs,
    stage,
    nextStage: startStage === undefined ? stage : null,
    stageGreenSinceAtMs: startAtMs,
    sinceAtMs: startAtMs,
    clearanceUntilMs: startStage === undefined ? startAtMs + longestClearanceMs(intersection) : null,
    phases: intersection.phases.map(({ phase }) => ({
      phase,
      display: displays?.get(phase) ?? 'stop',
      sinceAtMs: startAtMs
    })),
    plan: null,
    mode: 'local',
    faults: []
  }
}

/** Time that clears the junction whatever ran before. */
const longestClearanceMs = ({ phases }: Intersection): number =>
  Math.max(...phases.map(phase => toMs(changeSeconds(phase) + phase.redClearanceSeconds)))

/** Whole milliseconds: 4.1 s × 1000 is not 4100 in binary floating point. */
export const toMs = (seconds: number): number => Math.round(seconds * 1000)

/** What a phase shows; undefined for one that the intersection does not have. */
export const displayOf = (state: ControllerState, phase: number): Display | undefined =>
  state.phases.find(entry => entry.phase === phase)?.display

/** What all phases show, as a conflict monitor sees it. */
export const displaysOf = ({ phases }: ControllerState): ReadonlyMap<number, Display> =>
  new Map(phases.map(({ phase, display }) => [phase, display]))
