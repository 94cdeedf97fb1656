import { type Static, Type } from '@sinclair/typebox'
import { epochMs, identifier, stageNumber } from './identifier.ts'

/** Days with demand of their own: Monday to Friday, and the weekend. */
export const dayKinds = ['workday', 'weekend'] as const
export type DayKind = (typeof dayKinds)[number]

/** Intervals of the demand profile in a day. */
export const profileIntervals = 96

const vehiclesPerHour = (description: string) => Type.Number({ minimum: 0, maximum: 7200, description })

export const LearntLaneSchema = Type.Object(
  {
    laneId: identifier('Lane within the intersection'),
    flowVehiclesPerHour: vehiclesPerHour('Arrivals of the last minutes'),
    shares: Type.Array(
      Type.Object(
        {
          movementId: identifier('Movement within the intersection'),
          share: Type.Number({ minimum: 0, maximum: 1, description: "Of the lane's vehicles" })
        },
        { additionalProperties: false }
      ),
      { maxItems: 128 }
    ),
    profile: Type.Array(
      Type.Object(
        {
          dayKind: Type.Union(dayKinds.map(kind => Type.Literal(kind))),
          flowsVehiclesPerHour: Type.Array(Type.Union([vehiclesPerHour('Mean over days'), Type.Null()]), {
            minItems: profileIntervals,
            maxItems: profileIntervals,
            description: 'By quarter of an hour from midnight, local time; null: not seen yet'
          })
        },
        { additionalProperties: false }
      ),
      { maxItems: dayKinds.length }
    )
  },
  { $id: 'LearntLane', additionalProperties: false }
)

export const LearntIntersectionSchema = Type.Object(
  {
    intersectionId: identifier('Intersection within the corridor'),
    observedSeconds: Type.Number({ minimum: 0, maximum: 1e10, description: 'Detections that this was learnt from' }),
    lanes: Type.Array(LearntLaneSchema, { maxItems: 512 }),
    discharge: Type.Array(
      Type.Object(
        {
          stage: stageNumber(),
          laneId: identifier('Lane within the intersection'),
          factor: Type.Number({ minimum: 0, maximum: 4, description: 'Observed over modelled discharge' })
        },
        { additionalProperties: false }
      ),
      { maxItems: 16_384, description: 'Where it is not 1' }
    ),
    feeders: Type.Array(
      Type.Object(
        {
          detectorId: identifier('Zone within the intersection'),
          flowVehiclesPerHour: vehiclesPerHour('Past the zone'),
          share: Type.Number({ minimum: 0, maximum: 1, description: 'Of them that come to this signal' })
        },
        { additionalProperties: false }
      ),
      { maxItems: 1024 }
    )
  },
  { $id: 'LearntIntersection', additionalProperties: false }
)
export type LearntIntersection = Static<typeof LearntIntersectionSchema>

/** What the planner of a corridor has learnt and is worth keeping over a restart: rates and shares, never queues. */
export const LearntCorridorSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    corridorId: identifier('Corridor'),
    configurationVersion: Type.Integer({ minimum: 1, description: 'Configuration that it was learnt under' }),
    learntAtMs: epochMs('Tick until which it was learnt'),
    intersections: Type.Array(LearntIntersectionSchema, { maxItems: 256 })
  },
  { $id: 'LearntCorridor', additionalProperties: false }
)
export type LearntCorridor = Static<typeof LearntCorridorSchema>
