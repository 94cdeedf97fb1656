import type { Corridor, Intersection } from '@selaras/shared'
import { createCrossing } from './crossing.ts'

/**
 * The crossing with an opposing approach a3 and left turns from a1's only lane: stage 1 serves both throughs and lets
 * the turn take gaps, stage 2 the side street, stage 3 the turn alone.
 */
export function createTurningCrossing(): Corridor {
  const corridor = createCrossing()
  const crossing = corridor.intersections[0]!
  const phase = crossing.phases[0]!
  const intersection: Intersection = {
    ...crossing,
    approaches: [
      ...crossing.approaches,
      { approachId: 'a3', lanes: [{ laneId: 'a3-l0', lengthMetres: 200, speedLimitMetresPerSecond: 13.9 }] }
    ],
    movements: [
      ...crossing.movements,
      { movementId: 'a1-left', approachId: 'a1', turn: 'left', phase: 3, laneIds: ['a1-l0'] },
      { movementId: 'a3-through', approachId: 'a3', turn: 'through', phase: 4, laneIds: ['a3-l0'] }
    ],
    phases: [...crossing.phases, { ...phase, phase: 3 }, { ...phase, phase: 4 }],
    stages: [
      {
        stage: 1,
        phases: [
          { phase: 1, display: 'protected' },
          { phase: 3, display: 'permissive' },
          { phase: 4, display: 'protected' }
        ]
      },
      { stage: 2, phases: [{ phase: 2, display: 'protected' }] },
      { stage: 3, phases: [{ phase: 3, display: 'protected' }] }
    ],
    conflicts: [
      { phases: [1, 2], kind: 'exclusive' },
      { phases: [2, 3], kind: 'exclusive' },
      { phases: [2, 4], kind: 'exclusive' },
      { phases: [3, 4], kind: 'permissive' }
    ]
  }
  return { ...corridor, drivingSide: 'right', intersections: [intersection] }
}
