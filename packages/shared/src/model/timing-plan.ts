import { type Static, Type } from '@sinclair/typebox'
import { identifier, stageNumber } from './identifier.ts'

/**
 * A fixed-time plan that a controller runs by its own clock.
 *
 * The offset is the time from the reference (multiples of the cycle since 1970-01-01T00:00:00Z) to the start of
 * green of the first stage listed. A split is the green of a stage and the change and clearance after it.
 */
export const TimingPlanSchema = Type.Object(
  {
    timingPlanId: identifier('Timing plan within the intersection'),
    cycleSeconds: Type.Integer({ minimum: 10, maximum: 600, description: 'Cycle length' }),
    offsetSeconds: Type.Integer({ minimum: 0, maximum: 599, description: 'Offset, below the cycle length' }),
    offsetReference: Type.Literal('firstStageGreenStart'),
    splits: Type.Array(
      Type.Object(
        {
          stage: stageNumber(),
          splitSeconds: Type.Integer({ minimum: 1, maximum: 600, description: 'Green + change + clearance' })
        },
        { additionalProperties: false }
      ),
      { minItems: 1, maxItems: 32 }
    )
  },
  { $id: 'TimingPlan', additionalProperties: false }
)
export type TimingPlan = Static<typeof TimingPlanSchema>

/** From `startMinute` of the local day on the given ISO weekdays, until the next entry, this timing plan runs. */
export const ScheduleEntrySchema = Type.Object(
  {
    weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7, description: 'ISO weekday, Monday is 1' }), {
      minItems: 1,
      maxItems: 7
    }),
    startMinute: Type.Integer({ minimum: 0, maximum: 1439, description: 'Minute of the local day' }),
    timingPlanId: identifier('Timing plan that runs')
  },
  { $id: 'ScheduleEntry', additionalProperties: false }
)
export type ScheduleEntry = Static<typeof ScheduleEntrySchema>
