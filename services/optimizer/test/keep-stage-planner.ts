import type { CorridorPlanner, PlannedIntersection } from '@selaras/control'
import type { Corridor } from '@selaras/shared'

/** Keeps the running stage for ten more seconds, and gives the other stage ten after it. */
export function createKeepStagePlanner(corridor: Corridor): CorridorPlanner {
  return {
    learnt: () => undefined,
    plan({ nowMs, signals }) {
      return corridor.intersections.flatMap(({ intersectionId }): PlannedIntersection[] => {
        const state = signals[intersectionId]
        if (state === undefined) return []
        const endAtMs = nowMs + 10_000
        const intervals = [
          { stage: state.stage, startAtMs: state.stageGreenSinceAtMs, endAtMs },
          { stage: 3 - state.stage, startAtMs: endAtMs + 5000, endAtMs: endAtMs + 15_000 }
        ]
        return [{ intersectionId, intervals, reason: 'keeps the stage', stoppedBy: 'complete' }]
      })
    }
  }
}
