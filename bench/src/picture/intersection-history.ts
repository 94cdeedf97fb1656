import type { SumoNetwork, SumoSignal, Trace } from '@selaras/sumo'

/** What ran at an intersection, and what waited, over time. */
export interface IntersectionHistory {
  readonly intersectionId: string
  readonly stages: readonly StageSpan[]
  readonly queues: readonly ApproachQueue[]
}

/** `stage` is undefined between stages: yellow and red clearance. */
export interface StageSpan {
  readonly stage: number | undefined
  readonly fromSecond: number
  readonly toSecond: number
}

export interface ApproachQueue {
  readonly approachId: string
  /** Second and vehicles slower than 1.5 m/s within sight. */
  readonly points: readonly (readonly [number, number])[]
}

export interface Period {
  readonly fromSecond: number
  readonly toSecond: number
}

const stoppedBelow = 1.5

/** Reads an intersection's history off a trace; the network has to have its zones. */
export function historyOf(
  network: SumoNetwork,
  intersectionId: string,
  trace: Trace,
  period: Period
): IntersectionHistory {
  const signal = network.signals.find(entry => entry.intersectionId === intersectionId)!
  const approachOfLane = lanesByApproach(network, signal)
  const approaches = [...new Set(approachOfLane.map(({ approachId }) => approachId))].sort()
  const points = new Map(approaches.map(approachId => [approachId, [] as [number, number][]]))
  for (const [second, vehicles] of trace.vehicles) {
    if (second < period.fromSecond || second > period.toSecond) continue
    const stopped = vehicles.filter(({ speedMetresPerSecond }) => speedMetresPerSecond < stoppedBelow)
    for (const approachId of approaches) {
      const segments = approachOfLane.filter(entry => entry.approachId === approachId)
      const queue = stopped.filter(({ lane, positionMetres }) =>
        segments.some(part => part.lane === lane && positionMetres > part.fromMetres && positionMetres <= part.toMetres)
      )
      points.get(approachId)!.push([second, queue.length])
    }
  }
  return {
    intersectionId,
    stages: stagesOf(signal, trace, period),
    queues: approaches.map(approachId => ({ approachId, points: points.get(approachId)! }))
  }
}

function lanesByApproach(network: SumoNetwork, signal: SumoSignal) {
  const intersection = network.corridor.intersections.find(
    ({ intersectionId }) => intersectionId === signal.intersectionId
  )!
  const approachOf = new Map(
    intersection.approaches.flatMap(({ approachId, lanes }) => lanes.map(({ laneId }) => [laneId, approachId] as const))
  )
  const laneIdsOf = new Map(intersection.detectors.map(({ detectorId, laneIds }) => [detectorId, laneIds]))
  return signal.detectors.flatMap(detector => {
    const approachId = approachOf.get(laneIdsOf.get(detector.detectorId)?.[0] ?? '')
    if (detector.kind !== 'zone' || approachId === undefined) return []
    return detector.segments.map(segment => ({ ...segment, approachId }))
  })
}

function stagesOf(signal: SumoSignal, trace: Trace, { fromSecond, toSecond }: Period): readonly StageSpan[] {
  const stageOfState = new Map(Object.entries(signal.stateOfStage).map(([stage, state]) => [state, Number(stage)]))
  const changes = trace.lights.get(signal.tlsId) ?? []
  return changes.flatMap(({ fromSecond: since, state }, index) => {
    const until = changes[index + 1]?.fromSecond ?? toSecond
    const span = { fromSecond: Math.max(fromSecond, since), toSecond: Math.min(toSecond, until) }
    return span.toSecond > span.fromSecond ? [{ stage: stageOfState.get(state), ...span }] : []
  })
}
