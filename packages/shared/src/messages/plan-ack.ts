import { type Static, Type } from '@sinclair/typebox'
import { epochMs } from '../model/identifier.ts'

export const planAckResults = ['accepted', 'rejected', 'superseded'] as const

/** A controller's answer to one phase plan. */
export const PlanAckSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    producedAtMs: epochMs('When the answer was made'),
    epoch: Type.Integer({ minimum: 0 }),
    revision: Type.Integer({ minimum: 0 }),
    result: Type.Union(planAckResults.map(result => Type.Literal(result))),
    problems: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 16, description: 'Why it was rejected' })
  },
  { $id: 'PlanAck', additionalProperties: false }
)
export type PlanAck = Static<typeof PlanAckSchema>
