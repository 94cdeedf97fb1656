import type { Corridor, LearntCorridor } from '@selaras/shared'

/** What a planner of the corridor may have learnt in `seconds`. */
export const learntAfter = (
  { corridorId, configurationVersion, intersections }: Corridor,
  seconds: number
): LearntCorridor => ({
  schemaVersion: 1,
  corridorId,
  configurationVersion,
  learntAtMs: 1_700_000_000_000,
  intersections: intersections.map(({ intersectionId }) => ({
    intersectionId,
    observedSeconds: seconds,
    lanes: [],
    discharge: [],
    feeders: []
  }))
})
