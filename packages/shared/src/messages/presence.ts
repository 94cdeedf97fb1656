import { type Static, Type } from '@sinclair/typebox'

export const presenceStates = ['online', 'offline', 'shutdown'] as const

/** Retained; `offline` is the Last Will, `shutdown` a farewell. */
export const PresenceSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    state: Type.Union(presenceStates.map(state => Type.Literal(state))),
    software: Type.String({ maxLength: 80, description: 'Name and version' }),
    capabilities: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 32 })
  },
  { $id: 'Presence', additionalProperties: false }
)
export type Presence = Static<typeof PresenceSchema>
