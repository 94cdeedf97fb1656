import { type Static, Type } from '@sinclair/typebox'
import { identifier, phaseNumber, stageNumber } from './identifier.ts'

export const phaseKinds = ['vehicle', 'pedestrian', 'transit'] as const

/**
 * A phase in the sense of NTCIP 1202: the smallest unit that is timed on its own, here one signal group.
 *
 * The change interval after green is `yellowSeconds` for vehicles and transit and `pedestrianClearanceSeconds`
 * (flashing don't-walk) for pedestrians; `redClearanceSeconds` follows in both cases.
 */
export const PhaseSchema = Type.Object(
  {
    phase: phaseNumber(),
    kind: Type.Union(
      phaseKinds.map(kind => Type.Literal(kind)),
      { description: 'Who is served' }
    ),
    minimumGreenSeconds: Type.Number({
      minimum: 0,
      maximum: 120,
      description: 'Shortest green (walk, for pedestrians)'
    }),
    maximumGreenSeconds: Type.Number({ exclusiveMinimum: 0, maximum: 3600, description: 'Longest green' }),
    yellowSeconds: Type.Number({ minimum: 0, maximum: 12, description: 'Yellow change interval; 0 for pedestrians' }),
    redClearanceSeconds: Type.Number({
      minimum: 0,
      maximum: 30,
      description: 'Red clearance after the change interval'
    }),
    pedestrianClearanceSeconds: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 120, description: 'Flashing don’t-walk; required for pedestrians' })
    ),
    maximumRedSeconds: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 3600, description: 'A waiting user is served within this time' })
    )
  },
  { $id: 'Phase', additionalProperties: false }
)
export type Phase = Static<typeof PhaseSchema>

/** What a phase may show while its stage is green (SAE J2735 movement phase states, shortened). */
export const stageDisplays = ['protected', 'permissive', 'stopThenProceed'] as const
export type StageDisplay = (typeof stageDisplays)[number]

/** Phases that are green together; a phase that is not listed shows stop. */
export const StageSchema = Type.Object(
  {
    stage: stageNumber(),
    name: Type.Optional(Type.String({ maxLength: 80 })),
    phases: Type.Array(
      Type.Object(
        {
          phase: phaseNumber(),
          display: Type.Union(
            stageDisplays.map(display => Type.Literal(display)),
            {
              description:
                'protected: no conflicting movement has green; permissive: yields to conflicting ones; stopThenProceed: red, may turn after stopping'
            }
          )
        },
        { additionalProperties: false }
      ),
      { minItems: 1, maxItems: 64 }
    )
  },
  { $id: 'Stage', additionalProperties: false }
)
export type Stage = Static<typeof StageSchema>

export const conflictKinds = ['exclusive', 'permissive'] as const

/**
 * One entry of the conflict matrix; a pair that is not listed may be green together.
 *
 * `exclusive`: never green together, and the clearance of the first must end before the second starts.
 * `permissive`: may be green together while at least one of them shows `permissive` (and therefore yields).
 */
export const ConflictSchema = Type.Object(
  {
    phases: Type.Tuple([phaseNumber(), phaseNumber()]),
    kind: Type.Union(conflictKinds.map(kind => Type.Literal(kind)))
  },
  { $id: 'Conflict', additionalProperties: false }
)
export type Conflict = Static<typeof ConflictSchema>

export const turns = ['left', 'through', 'right', 'uTurn', 'crossing'] as const

export const MovementSchema = Type.Object(
  {
    movementId: identifier('Movement within the intersection'),
    approachId: identifier('Approach that the movement leaves'),
    turn: Type.Union(turns.map(turn => Type.Literal(turn))),
    phase: phaseNumber('Phase that serves the movement'),
    laneIds: Type.Array(identifier('Stop-line lane from which the movement may be made'), { maxItems: 16 }),
    linkId: Type.Optional(identifier('Link to the next intersection of the corridor that the movement leads into'))
  },
  { $id: 'Movement', additionalProperties: false }
)
export type Movement = Static<typeof MovementSchema>
