import { type Static, Type } from '@sinclair/typebox'
import { epochMs, identifier, phaseNumber } from '../model/identifier.ts'

export const requestKinds = ['pedestrian', 'transitPriority', 'preemption'] as const

/** A call for service: push button, bus or emergency vehicle (SAE J2735 SRM). */
export const ServiceRequestSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    requestId: identifier('Unique while the request lives'),
    producedAtMs: epochMs('When the request was made'),
    expiresAtMs: epochMs('The request ends by itself'),
    kind: Type.Union(requestKinds.map(kind => Type.Literal(kind))),
    phase: phaseNumber('Phase that is asked for'),
    estimatedArrivalAtMs: Type.Optional(epochMs('At the stop line'))
  },
  { $id: 'ServiceRequest', additionalProperties: false }
)
export type ServiceRequest = Static<typeof ServiceRequestSchema>
