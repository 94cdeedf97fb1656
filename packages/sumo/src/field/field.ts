import { createMonitor, observeDisplays, type Violation } from '@selaras/controller'
import type { Detections, Display, SignalState } from '@selaras/shared'
import type { SumoNetwork, SumoSignal } from '../sumo-network.ts'
import type { SumoSimulation } from '../sumo-process.ts'
import { toSumoState } from './lights.ts'
import type { SensorModel } from './sensor-model.ts'
import { readDetector, viewRoads } from './sensors.ts'

/** Second 0 of every simulation, as event time: Monday 2026-01-05, midnight UTC. */
export const fieldEpochMs = Date.UTC(2026, 0, 5)

export interface FieldTick {
  readonly nowMs: number
  /** Messages that arrive now: what the detectors of each intersection measured in the last second, or earlier if they are slow. */
  readonly detections: ReadonlyMap<string, Detections>
  readonly vehiclesRunning: number
  readonly vehiclesPending: number
}

/** Sensors and lights of every signal of a network, played on a running SUMO. */
export interface Field {
  /** Event time of the last step. */
  readonly nowMs: number
  /** Everything unsafe that the lights have shown, by the independent monitor. */
  readonly violations: readonly Violation[]
  /** Shows what a controller shows, from the next step on. */
  show(intersectionId: string, state: SignalState): void
  /** Advances SUMO by one second and reads the detectors. */
  step(): Promise<FieldTick>
}

export interface FieldOptions {
  readonly simulation: SumoSimulation
  readonly network: SumoNetwork
  /** What detectors make of the truth; they are perfect unless given. */
  readonly sensors?: SensorModel
}

export function createField({ simulation, network, sensors }: FieldOptions): Field {
  const { client } = simulation
  const signals = new Map(network.signals.map(signal => [signal.intersectionId, signal]))
  const lastState = new Map<string, string>()
  const violations: Violation[] = []
  const monitors = network.corridor.intersections.map(intersection => ({
    intersectionId: intersection.intersectionId,
    monitor: createMonitor(intersection, network.corridor.limits)
  }))
  let second = simulation.beginSeconds
  const bootAtMs = fieldEpochMs + second * 1000
  let seq = 0
  const field: Field & { nowMs: number } = {
    nowMs: bootAtMs,
    violations,
    show(intersectionId, state) {
      const signal = signals.get(intersectionId)
      if (signal === undefined) return
      const lights = toSumoState(signal, state)
      if (lastState.get(intersectionId) === lights) return
      lastState.set(intersectionId, lights)
      client.setLights(signal.tlsId, lights)
    },
    async step() {
      for (const { intersectionId, monitor } of monitors) {
        const lights = lastState.get(intersectionId)
        if (lights === undefined) continue
        const displays = displaysOf(signals.get(intersectionId)!, lights)
        violations.push(...observeDisplays(monitor, field.nowMs, displays))
      }
      const { arrived, pending } = await client.step()
      second += 1
      field.nowMs = fieldEpochMs + second * 1000
      const view = viewRoads(client.vehicles.values(), arrived)
      const detections = new Map<string, Detections>()
      for (const { intersectionId, detectors } of network.signals) {
        const truth: Detections = {
          schemaVersion: 1,
          bootAtMs,
          seq,
          producedAtMs: field.nowMs,
          intervalEndAtMs: field.nowMs,
          intervalSeconds: 1,
          readings: detectors.map(detector => readDetector(detector, view))
        }
        const message = sensors === undefined ? truth : sensors.measure(intersectionId, truth)
        if (message !== undefined) detections.set(intersectionId, message)
      }
      seq += 1
      return { nowMs: field.nowMs, detections, vehiclesRunning: client.vehicles.size, vehiclesPending: pending }
    }
  }
  return field
}

const displayOf: Readonly<Record<string, Display>> = {
  G: 'protected',
  g: 'permissive',
  y: 'yellow',
  r: 'stop',
  s: 'stopThenProceed',
  O: 'dark',
  o: 'flashing'
}

/** Reads back what the lights sent to SUMO mean: what a conflict monitor would see at the lamps. */
function displaysOf(signal: SumoSignal, lights: string): ReadonlyMap<number, Display> {
  const displays = new Map<number, Display>()
  for (const [link, phase] of signal.phaseOfLink.entries()) {
    if (phase !== undefined) displays.set(phase, displayOf[lights[link] ?? ''] ?? 'dark')
  }
  return displays
}
