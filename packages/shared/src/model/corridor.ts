import { type Static, Type } from '@sinclair/typebox'
import { DetectorSchema } from './detector.ts'
import { identifier } from './identifier.ts'
import { ConflictSchema, MovementSchema, PhaseSchema, StageSchema } from './phase.ts'
import { ScheduleEntrySchema, TimingPlanSchema } from './timing-plan.ts'

const metresPerSecond = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: 70, description })

/** A lane at the stop line, with the chain of lanes that leads to it. */
export const LaneSchema = Type.Object(
  {
    laneId: identifier('Lane within the intersection'),
    lengthMetres: Type.Number({
      exclusiveMinimum: 0,
      maximum: 5000,
      description: 'From the stop line upstream to where the lane, or the chain that feeds it alone, begins'
    }),
    speedLimitMetresPerSecond: metresPerSecond('Free-flow speed'),
    saturationFlowVehiclesPerHour: Type.Optional(
      Type.Number({ minimum: 100, maximum: 3600, description: 'Queue discharge of this lane under protected green' })
    )
  },
  { $id: 'Lane', additionalProperties: false }
)
export type Lane = Static<typeof LaneSchema>

export const ApproachSchema = Type.Object(
  {
    approachId: identifier('Approach within the intersection'),
    name: Type.Optional(Type.String({ maxLength: 120 })),
    delayWeight: Type.Optional(
      Type.Number({
        minimum: 0.1,
        maximum: 10,
        description: 'What a second of delay on this approach counts against one elsewhere; 1 unless stated'
      })
    ),
    lanes: Type.Array(LaneSchema, { minItems: 1, maxItems: 16 })
  },
  { $id: 'Approach', additionalProperties: false }
)
export type Approach = Static<typeof ApproachSchema>

export const IntersectionSchema = Type.Object(
  {
    intersectionId: identifier('Intersection within the corridor'),
    name: Type.Optional(Type.String({ maxLength: 120 })),
    position: Type.Optional(
      Type.Object(
        { xMetres: Type.Number(), yMetres: Type.Number() },
        { additionalProperties: false, description: 'Local metric coordinates, x east, y north' }
      )
    ),
    approaches: Type.Array(ApproachSchema, { minItems: 1, maxItems: 32 }),
    movements: Type.Array(MovementSchema, { minItems: 1, maxItems: 128 }),
    phases: Type.Array(PhaseSchema, { minItems: 1, maxItems: 64 }),
    stages: Type.Array(StageSchema, { minItems: 1, maxItems: 32 }),
    conflicts: Type.Array(ConflictSchema, { maxItems: 2016, description: 'The conflict matrix, one entry a pair' }),
    detectors: Type.Array(DetectorSchema, { maxItems: 1024 }),
    decisionGridSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 60,
        description: 'A coarse controller: greens of plans end only at whole multiples of this in Unix time, s'
      })
    ),
    minimumUpdateSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 20,
        description: 'A slow controller or line: at least this long between two phase plans, s; 1 unless given'
      })
    ),
    timingPlans: Type.Array(TimingPlanSchema, { minItems: 1, maxItems: 32 }),
    schedule: Type.Array(ScheduleEntrySchema, { maxItems: 256, description: 'Empty: the first timing plan, always' })
  },
  { $id: 'Intersection', additionalProperties: false }
)
export type Intersection = Static<typeof IntersectionSchema>

/** The road from the exit of one intersection to an approach of the next. */
export const LinkSchema = Type.Object(
  {
    linkId: identifier('Link within the corridor'),
    fromIntersectionId: identifier('Upstream intersection'),
    toIntersectionId: identifier('Downstream intersection'),
    toApproachId: identifier('Approach of the downstream intersection'),
    lengthMetres: Type.Number({ exclusiveMinimum: 0, maximum: 20000, description: 'Exit to downstream stop line' }),
    freeFlowSpeedMetresPerSecond: metresPerSecond('Free-flow speed along the link'),
    storageVehicles: Type.Number({ minimum: 0, maximum: 5000, description: 'Standing vehicles that the link holds' })
  },
  { $id: 'Link', additionalProperties: false }
)
export type Link = Static<typeof LinkSchema>

/** Intersections that are optimised together, and the links between them. */
export const CorridorSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    corridorId: identifier('Corridor'),
    name: Type.Optional(Type.String({ maxLength: 120 })),
    configurationVersion: Type.Integer({ minimum: 1, description: 'Grows with every change; plans name it' }),
    drivingSide: Type.Union([Type.Literal('left'), Type.Literal('right')]),
    timeZone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA time zone of the schedules' }),
    limits: Type.Union([Type.Literal('field'), Type.Literal('simulation')], {
      description: 'Floor of the yellow change interval: 3.0 s in the field; simulation lowers it for benchmarks'
    }),
    intersections: Type.Array(IntersectionSchema, { minItems: 1, maxItems: 256 }),
    links: Type.Array(LinkSchema, { maxItems: 2048 })
  },
  { $id: 'Corridor', additionalProperties: false }
)
export type Corridor = Static<typeof CorridorSchema>
