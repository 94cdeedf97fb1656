import { Type } from '@sinclair/typebox'

/** Identifiers are MQTT topic levels and Redis key parts, so they hold neither separators nor wildcards. */
export const identifierPattern = '^[a-z0-9][a-z0-9-]{0,63}$'

export const identifier = (description: string) =>
  Type.String({ minLength: 1, maxLength: 64, pattern: identifierPattern, description })

/** Unix epoch milliseconds, UTC. 8.64e15 is the largest time that ECMAScript can represent. */
export const epochMs = (description: string) => Type.Integer({ minimum: 0, maximum: 8.64e15, description })

export const phaseNumber = (description = 'Phase (signal group) within the intersection, from 1') =>
  Type.Integer({ minimum: 1, maximum: 255, description })

export const stageNumber = (description = 'Stage within the intersection, from 1') =>
  Type.Integer({ minimum: 1, maximum: 255, description })

export const isIdentifier = (text: string): boolean => new RegExp(identifierPattern).test(text)
