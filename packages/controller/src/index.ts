export { type Cabinet, type CabinetReport, createCabinet } from './cabinet.ts'
export { type CabinetTime, createCabinetClock } from './cabinet-clock.ts'
export { flashController, longestExtraClearanceMs } from './change-at.ts'
export {
  type ControllerConfig,
  type ControllerState,
  createController,
  displayOf,
  displaysOf,
  type PhaseState,
  type StartOptions
} from './controller-state.ts'
export { createMonitor, type Monitor, observeDisplays } from './monitor.ts'
export {
  type ControllerLog,
  createMqttController,
  type MqttController,
  type MqttControllerDependencies,
  type MqttControllerOptions
} from './mqtt-controller.ts'
export { offerPlan } from './offer-plan.ts'
export { shiftController } from './shift-controller.ts'
export { toSignal, toSignalState } from './signal-state.ts'
export { stepController, tickController } from './step-controller.ts'
export { type Violation, violationKinds } from './violation.ts'
