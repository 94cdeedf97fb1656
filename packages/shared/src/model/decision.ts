import { type Static, Type } from '@sinclair/typebox'
import { epochMs, identifier, stageNumber } from './identifier.ts'

/** What left the planner less choice than all stages now: the first that holds; `none` when it was free. */
export const decisionBounds = [
  'clearance',
  'boxHold',
  'minimumGreen',
  'decisionGrid',
  'maximumGreen',
  'deadline',
  'expansions',
  'none'
] as const
export type DecisionBound = (typeof decisionBounds)[number]

/** Why a stage was no choice. `dominated`: another serves every lane that expects vehicles at least as well. */
export const refusals = ['clearance', 'minimumGreen', 'decisionGrid', 'maximumGreen', 'dominated'] as const
export type Refusal = (typeof refusals)[number]

export const searchEnds = ['complete', 'expansions', 'deadline'] as const

const vehicles = (description: string) => Type.Number({ minimum: 0, maximum: 100_000, description })

/** Why an intersection got the plan that it got: what was estimated, what else was possible, what bound the choice. */
export const DecisionSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    intersectionId: identifier('Intersection within the corridor'),
    decidedAtMs: epochMs('Tick of the decision; the plan that came of it was issued then'),
    stage: stageNumber('Stage that runs; during a clearance the one that comes'),
    chosenStage: stageNumber('Stage that is to have green next, or to keep it'),
    boundBy: Type.Union(
      decisionBounds.map(bound => Type.Literal(bound)),
      { description: 'Constraint that bound the choice' }
    ),
    lanes: Type.Array(
      Type.Object(
        {
          laneId: identifier('Lane within the intersection'),
          queueVehicles: vehicles('Standing now'),
          arrivingVehicles: vehicles('Expected at the stop line within the horizon'),
          flowVehiclesPerHour: vehicles('Long-run arrivals')
        },
        { additionalProperties: false }
      ),
      { maxItems: 512, description: 'Estimates' }
    ),
    alternatives: Type.Array(
      Type.Object(
        {
          stage: stageNumber(),
          costVehicleSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
            description: 'Of the best schedule that begins with this stage; null when none was followed to the end'
          }),
          followedSeconds: Type.Number({
            minimum: 0,
            maximum: 3600,
            description: 'How far ahead such schedules were followed before better ones displaced them'
          }),
          refusal: Type.Union([...refusals.map(refusal => Type.Literal(refusal)), Type.Null()], {
            description: 'Why it was no choice; null when it was one'
          })
        },
        { additionalProperties: false }
      ),
      { maxItems: 32, description: 'Every stage as what to do now' }
    ),
    search: Type.Object(
      {
        horizonSeconds: Type.Number({ minimum: 0, maximum: 3600, description: 'How far ahead it came' }),
        expansions: Type.Integer({ minimum: 0, description: 'States computed' }),
        endedBy: Type.Union(searchEnds.map(end => Type.Literal(end)))
      },
      { additionalProperties: false }
    )
  },
  { $id: 'Decision', additionalProperties: false }
)
export type Decision = Static<typeof DecisionSchema>
