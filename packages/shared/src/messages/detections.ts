import { type Static, Type } from '@sinclair/typebox'
import { epochMs, identifier } from '../model/identifier.ts'

const measured = (schema: ReturnType<typeof Type.Number> | ReturnType<typeof Type.Integer>) =>
  Type.Union([schema, Type.Null()])

/**
 * What one detector measured in the interval; `null` is "no data", never 0.
 *
 * `vehicles`: crossings during the interval for `stopLine` and `advance`; vehicles present at its end for `zone`
 * and `box`. The other fields describe the vehicles present at the interval's end.
 */
export const DetectorReadingSchema = Type.Object(
  {
    detectorId: identifier('Detector within the intersection'),
    vehicles: measured(Type.Integer({ minimum: 0, maximum: 1000 })),
    stoppedVehicles: Type.Optional(
      measured(Type.Integer({ minimum: 0, maximum: 1000, description: 'Slower than 1.5 m/s' }))
    ),
    meanSpeedMetresPerSecond: Type.Optional(
      measured(Type.Number({ minimum: 0, maximum: 100, description: 'Of the vehicles that are not stopped' }))
    ),
    occupancyRatio: Type.Optional(
      measured(Type.Number({ minimum: 0, maximum: 1, description: 'Share of the interval' }))
    )
  },
  { $id: 'DetectorReading', additionalProperties: false }
)
export type DetectorReading = Static<typeof DetectorReadingSchema>

/** All detectors of one intersection over one interval. Identified by (intersection, bootAtMs, seq). */
export const DetectionsSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    bootAtMs: epochMs('When the sender started; seq counts from 0 since then'),
    seq: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'A gap is a loss' }),
    producedAtMs: epochMs('When the message was made'),
    intervalEndAtMs: epochMs('End of the interval'),
    intervalSeconds: Type.Number({ exclusiveMinimum: 0, maximum: 900 }),
    readings: Type.Array(DetectorReadingSchema, { maxItems: 1024 })
  },
  { $id: 'Detections', additionalProperties: false }
)
export type Detections = Static<typeof DetectionsSchema>
