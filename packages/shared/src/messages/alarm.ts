import { type Static, Type } from '@sinclair/typebox'
import { epochMs, identifier } from '../model/identifier.ts'

export const AlarmSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    code: identifier('Kind of alarm'),
    active: Type.Boolean({ description: 'false: cleared' }),
    severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]),
    sinceAtMs: epochMs('Start of the condition'),
    text: Type.String({ maxLength: 300 })
  },
  { $id: 'Alarm', additionalProperties: false }
)
export type Alarm = Static<typeof AlarmSchema>
