export {
  type ControllerConfig,
  type ControllerState,
  createController,
  type PhaseState,
  type StartOptions
} from './controller-state.ts'
export { createMonitor, type Monitor, observeDisplays, type Violation, violationKinds } from './monitor.ts'
export { offerPlan } from './offer-plan.ts'
export { toSignal, toSignalState } from './signal-state.ts'
export { longestExtraClearanceMs, stepController } from './step-controller.ts'
