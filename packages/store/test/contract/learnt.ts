import type { LearntCorridor } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from '../../src/store-contract.ts'
import { startAtMs } from '../fixtures.ts'

export function describeLearnt({ store, corridorId }: StoreUnderTest): void {
  const learntAt = (learntAtMs: number): LearntCorridor => ({
    schemaVersion: 1,
    corridorId: corridorId(),
    configurationVersion: 1,
    learntAtMs,
    intersections: [
      {
        intersectionId: 'i1',
        observedSeconds: 3600.5,
        lanes: [
          {
            laneId: 'west-1',
            flowVehiclesPerHour: 412.5,
            shares: [{ movementId: 'west-through', share: 1 }],
            profile: [{ dayKind: 'weekend', flowsVehiclesPerHour: Array.from({ length: 96 }, (_, i) => i || null) }]
          }
        ],
        discharge: [{ stage: 1, laneId: 'west-1', factor: 0.87 }],
        feeders: [{ detectorId: 'west-far', flowVehiclesPerHour: 500, share: 0.6 }]
      }
    ]
  })

  describe('saveLearnt', () => {
    it('keeps the latest of each corridor', async () => {
      expect(await store().findLearnt(corridorId())).toBeUndefined()
      await store().saveLearnt(learntAt(startAtMs))
      await store().saveLearnt(learntAt(startAtMs + 60_000))
      expect(await store().findLearnt(corridorId())).toEqual(learntAt(startAtMs + 60_000))
      expect(await store().findLearnt(`${corridorId()}-other`)).toBeUndefined()
    })
  })
}
