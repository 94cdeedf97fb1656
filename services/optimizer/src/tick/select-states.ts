import { type Intersection, maximumSkewMs, type Signal, type SignalState } from '@selaras/shared'

export type WithheldReason =
  | 'no-state'
  | 'stale-state'
  | 'state-from-the-future'
  | 'flash'
  | 'no-detections'
  | 'stale-detections'

/** The newest detection interval that the planner knows of an intersection. */
export interface UsedInterval {
  readonly endAtMs: number
  readonly seconds: number
}

export interface StateSelection {
  /** Signal states to plan from, by intersection. */
  readonly states: Readonly<Record<string, SignalState>>
  /** Intersections that get no plan now; their controllers leave the last one at its validity. */
  readonly withheld: readonly { readonly intersectionId: string; readonly reason: WithheldReason }[]
}

/** Detections may be this much older than twice their interval before adaptive control rests. */
const detectionGraceMs = 10_000

/** Which intersections can be planned now: the controller is heard, is not flashing, and its detectors are heard. */
export function selectStates(
  intersections: readonly Intersection[],
  signals: Readonly<Record<string, Signal>>,
  used: ReadonlyMap<string, UsedInterval>,
  nowMs: number,
  signalMaximumAgeMs: number
): StateSelection {
  const states: Record<string, SignalState> = {}
  const withheld: { intersectionId: string; reason: WithheldReason }[] = []
  for (const { intersectionId, detectors } of intersections) {
    const signal = signals[intersectionId]
    const interval = used.get(intersectionId)
    const reason =
      findStateProblem(signal, nowMs, signalMaximumAgeMs) ??
      (detectors.length > 0 ? findDetectionProblem(interval, nowMs) : undefined)
    if (reason === undefined && signal !== undefined) states[intersectionId] = signal.state
    else withheld.push({ intersectionId, reason: reason ?? 'no-state' })
  }
  return { states, withheld }
}

function findStateProblem(
  signal: Signal | undefined,
  nowMs: number,
  signalMaximumAgeMs: number
): WithheldReason | undefined {
  if (signal === undefined) return 'no-state'
  if (signal.producedAtMs < nowMs - signalMaximumAgeMs) return 'stale-state'
  if (signal.producedAtMs > nowMs + maximumSkewMs) return 'state-from-the-future'
  return signal.mode === 'flash' ? 'flash' : undefined
}

function findDetectionProblem(interval: UsedInterval | undefined, nowMs: number): WithheldReason | undefined {
  if (interval === undefined) return 'no-detections'
  return interval.endAtMs < nowMs - 2000 * interval.seconds - detectionGraceMs ? 'stale-detections' : undefined
}
