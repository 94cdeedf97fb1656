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
export { createMonitor, type Monitor, observeDisplays, type Violation, violationKinds } from './monitor.ts'
export { offerPlan } from './offer-plan.ts'
export { toSignal, toSignalState } from './signal-state.ts'
export { stepController, tickController } from './step-controller.ts'
