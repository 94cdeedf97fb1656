import type { Corridor, Detections, Signal, SignalState } from '@selaras/shared'
import type { FieldRecord, Store } from '@selaras/store'

/** Stage 1 of a crossing, green for `greenSeconds` at `nowMs`. */
export const greenState = (nowMs: number, greenSeconds = 5): SignalState => ({
  stage: 1,
  nextStage: null,
  interval: 'green',
  sinceAtMs: nowMs - greenSeconds * 1000,
  stageGreenSinceAtMs: nowMs - greenSeconds * 1000,
  clearanceUntilMs: null,
  phases: [
    { phase: 1, display: 'protected', sinceAtMs: nowMs - greenSeconds * 1000 },
    { phase: 2, display: 'stop', sinceAtMs: nowMs - greenSeconds * 1000 - 10_000 }
  ]
})

/** A signal message of a crossing in its stage 1. */
export const signalAt = (nowMs: number, seq = Math.floor(nowMs / 1000), mode: Signal['mode'] = 'adaptive'): Signal => ({
  schemaVersion: 1,
  bootAtMs: 0,
  seq,
  producedAtMs: nowMs,
  state: greenState(nowMs),
  mode,
  planEpoch: null,
  planRevision: null,
  faults: []
})

/** One second of detections of a crossing. */
export const detectionsAt = (endAtMs: number, seq = Math.floor(endAtMs / 1000)): Detections => ({
  schemaVersion: 1,
  bootAtMs: 0,
  seq,
  producedAtMs: endAtMs,
  intervalEndAtMs: endAtMs,
  intervalSeconds: 1,
  readings: ['west-zone', 'south-zone'].map(detectorId => ({ detectorId, vehicles: 2, stoppedVehicles: 1 }))
})

/** What all controllers of a corridor report at `nowMs`. */
export const recordsAt = ({ corridorId, intersections }: Corridor, nowMs: number): readonly FieldRecord[] =>
  intersections.flatMap(({ intersectionId }) => {
    const site = { corridorId, intersectionId }
    return [
      { site, receivedAtMs: nowMs, channel: 'signal' as const, message: signalAt(nowMs) },
      { site, receivedAtMs: nowMs, channel: 'detections' as const, message: detectionsAt(nowMs) }
    ]
  })

/** Reports for a corridor a few times a second until stopped, with the machine's time. */
export function startField(store: Store, corridor: Corridor): { stop(): Promise<void> } {
  let stopped = false
  let lastMs = 0
  async function run(): Promise<void> {
    while (!stopped) {
      const secondMs = Math.floor(Date.now() / 1000) * 1000
      // A store that is away loses this second, as it would lose a sensor's that has no memory.
      if (secondMs > lastMs) await store.record(recordsAt(corridor, secondMs)).catch(() => undefined)
      lastMs = secondMs
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  const running = run()
  return {
    async stop() {
      stopped = true
      await running
    }
  }
}
