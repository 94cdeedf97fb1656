import { identifier, PhasePlanSchema, PlanAckSchema, PresenceSchema, SignalSchema } from '@selaras/shared'
import { Type } from '@sinclair/typebox'

export const InputProblemSchema = Type.Object({
  path: Type.String({ description: 'JSON pointer' }),
  expected: Type.String(),
  received: Type.String()
})

export const CorridorListSchema = Type.Object({
  corridors: Type.Array(
    Type.Object({
      corridorId: Type.String(),
      name: Type.Optional(Type.String()),
      configurationVersion: Type.Integer(),
      intersections: Type.Integer({ description: 'How many' }),
      links: Type.Integer({ description: 'How many' })
    })
  )
})

const orNull = <T extends ReturnType<typeof Type.Object>>(schema: T) => Type.Union([schema, Type.Null()])

export const IntersectionStateSchema = Type.Object({
  intersectionId: Type.String(),
  signal: orNull(SignalSchema),
  presence: orNull(PresenceSchema),
  acknowledgement: orNull(PlanAckSchema),
  plan: orNull(PhasePlanSchema),
  planAgeSeconds: Type.Union([Type.Number(), Type.Null()], { description: 'Since the plan was issued' }),
  detections: Type.Union([
    Type.Object({
      lastSeq: Type.Integer(),
      stored: Type.Integer(),
      gaps: Type.Integer({ description: 'Messages that are missing' }),
      duplicates: Type.Integer(),
      late: Type.Integer()
    }),
    Type.Null()
  ])
})

export const CorridorStateSchema = Type.Object({
  corridorId: Type.String(),
  nowMs: Type.Integer({ description: 'Time of the answer' }),
  intersections: Type.Array(IntersectionStateSchema)
})

export const CorridorParams = Type.Object({ corridorId: identifier('Corridor') })
export const IntersectionParams = Type.Object({
  corridorId: identifier('Corridor'),
  intersectionId: identifier('Intersection')
})
