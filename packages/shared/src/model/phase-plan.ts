import { type Static, Type } from '@sinclair/typebox'
import { epochMs, identifier, stageNumber } from './identifier.ts'

/** Green of one stage. The change and clearance to the next stage lie between its end and the next start. */
export const StageIntervalSchema = Type.Object(
  {
    stage: stageNumber(),
    startAtMs: epochMs('Start of green'),
    endAtMs: epochMs('End of green')
  },
  { $id: 'StageInterval', additionalProperties: false }
)
export type StageInterval = Static<typeof StageIntervalSchema>

/**
 * The stage intervals of one intersection over the horizon.
 *
 * The first interval is the stage that runs (or, during a clearance, the one that comes next). The end of the last
 * interval is where the horizon ends: the stage may run on. Plans are ordered by (epoch, revision).
 */
export const PhasePlanSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    corridorId: identifier('Corridor'),
    intersectionId: identifier('Intersection'),
    configurationVersion: Type.Integer({ minimum: 1, description: 'Configuration that the plan was made for' }),
    epoch: Type.Integer({ minimum: 0, description: 'Fencing epoch of the optimiser that owns the corridor' }),
    revision: Type.Integer({ minimum: 0, description: 'Grows by one with each plan of the intersection in an epoch' }),
    basedOnAtMs: epochMs('End of the newest detection interval that the plan uses'),
    issuedAtMs: epochMs('When the plan was made'),
    validUntilMs: epochMs('The controller leaves the plan at this time unless a newer one came'),
    intervals: Type.Array(StageIntervalSchema, { minItems: 1, maxItems: 64 }),
    reason: Type.String({ maxLength: 200, description: 'Why this plan, in words' })
  },
  { $id: 'PhasePlan', additionalProperties: false }
)
export type PhasePlan = Static<typeof PhasePlanSchema>
