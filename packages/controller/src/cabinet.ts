import { decoderOf, formatProblem, type PhasePlan, PhasePlanSchema, type PlanAck, type Signal } from '@selaras/shared'
import type { CabinetTime } from './cabinet-clock.ts'
import { flashController } from './change-at.ts'
import {
  type ControllerConfig,
  type ControllerState,
  createController,
  displaysOf,
  type StartOptions
} from './controller-state.ts'
import { createMonitor, observeDisplays } from './monitor.ts'
import { offerPlan } from './offer-plan.ts'
import { shiftController } from './shift-controller.ts'
import { toSignal } from './signal-state.ts'
import { tickController } from './step-controller.ts'

/** What a cabinet has to say after a tick. */
export interface CabinetReport {
  readonly acks: readonly PlanAck[]
  /** On every change of what is shown, and once a second. */
  readonly signal: Signal | undefined
}

/** A controller with its conflict monitor, as a cabinet holds them: messages in, lamps and messages out, no I/O. */
export interface Cabinet {
  readonly state: ControllerState
  /** Takes a plan message for the next tick. Returns why it cannot be read, or undefined. */
  receivePlan(payload: Uint8Array | string): string | undefined
  tick(time: CabinetTime): CabinetReport
  /** The signal message for now, out of turn: for whoever has just connected. */
  signal(): Signal
}

const decodePlan = decoderOf(PhasePlanSchema)
/** More plans between two ticks than any service sends; the newest are kept. */
const mostWaitingPlans = 16

/** Switches a cabinet on. */
export function createCabinet(config: ControllerConfig, { nowMs }: CabinetTime, options?: StartOptions): Cabinet {
  const bootAtMs = nowMs
  const monitor = createMonitor(config.intersection, config.limits)
  let state = createController(config, nowMs, options)
  let waiting: PhasePlan[] = []
  let seq = 0
  let shown = ''
  let shownSecond = Number.NEGATIVE_INFINITY

  function offerWaiting(): PlanAck[] {
    const offers = waiting
    waiting = []
    return offers.map(plan => {
      const offered = offerPlan(state, plan, state.nowMs)
      state = offered.state
      return offered.ack
    })
  }

  function watch(monotonicMs: number): void {
    if (state.mode === 'flash') return
    const violation = observeDisplays(monitor, monotonicMs, displaysOf(state))[0]
    if (violation !== undefined) state = flashController(state, `${violation.kind}: ${violation.text}`, state.nowMs)
  }

  return {
    get state() {
      return state
    },
    receivePlan(payload) {
      const decoded = decodePlan(payload)
      if (!decoded.ok) return decoded.problems.map(formatProblem).join('; ')
      waiting = [...waiting, decoded.value].slice(-mostWaitingPlans)
      return undefined
    },
    tick({ nowMs: atMs, correctedByMs, monotonicMs }) {
      if (correctedByMs !== 0) state = shiftController(state, correctedByMs)
      state = tickController(state, atMs)
      const acks = offerWaiting()
      if (acks.length > 0) state = tickController(state, atMs)
      watch(monotonicMs)
      const second = Math.floor(atMs / 1000)
      const showing = JSON.stringify([state.mode, state.stage, state.nextStage, state.phases])
      const isDue = second !== shownSecond || showing !== shown
      shownSecond = second
      shown = showing
      return { acks, signal: isDue ? toSignal(state, bootAtMs, seq++) : undefined }
    },
    signal: () => toSignal(state, bootAtMs, seq++)
  }
}
