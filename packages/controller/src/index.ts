export { flashController, longestExtraClearanceMs } from './change-at.ts'
export {
  type ControllerConfig,
  type ControllerState,
  createController,
  displayOf,
  displaysOf,
  type PhaseState,
  type StartOptions,
  shiftController
} from './controller-state.ts'
export { createMonitor, type Monitor, observeDisplays } from './monitor.ts'
export { offerPlan } from './offer-plan.ts'
export { toSignal, toSignalState } from './signal-state.ts'
export { stepController, tickController } from './step-controller.ts'
export { type Violation, violationKinds } from './violation.ts'
