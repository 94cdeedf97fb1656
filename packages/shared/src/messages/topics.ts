import { isIdentifier } from '../model/identifier.ts'
import { PhasePlanSchema } from '../model/phase-plan.ts'
import { AlarmSchema } from './alarm.ts'
import { DetectionsSchema } from './detections.ts'
import { PlanAckSchema } from './plan-ack.ts'
import { PresenceSchema } from './presence.ts'
import { ServiceRequestSchema } from './request.ts'
import { SignalSchema } from './signal.ts'

/** The whole MQTT contract: what is said on which topic below `selaras/{corridorId}/{intersectionId}/`. */
export const channels = {
  presence: { suffix: 'presence', schema: PresenceSchema, retain: true },
  detections: { suffix: 'detections', schema: DetectionsSchema, retain: false },
  signal: { suffix: 'signal', schema: SignalSchema, retain: true },
  plan: { suffix: 'plan', schema: PhasePlanSchema, retain: true },
  planAck: { suffix: 'plan/ack', schema: PlanAckSchema, retain: false },
  request: { suffix: 'request', schema: ServiceRequestSchema, retain: false },
  alarm: { suffix: 'alarm', schema: AlarmSchema, retain: true }
} as const
export type Channel = keyof typeof channels

const channelNames = Object.keys(channels) as Channel[]
const channelOfSuffix = new Map<string, Channel>(channelNames.map(name => [channels[name].suffix, name]))
const root = 'selaras'

/** All messages are at most this long; brokers and decoders refuse longer ones. */
export const maximumPayloadBytes = 65_536

export interface Site {
  readonly corridorId: string
  readonly intersectionId: string
}

/** Topic of a channel of one intersection. Throws on ids that would change the topic's shape. */
export function topicOf(site: Site, channel: Channel): string {
  if (!isIdentifier(site.corridorId) || !isIdentifier(site.intersectionId)) {
    throw new InvalidTopicError(`${site.corridorId}/${site.intersectionId}`)
  }
  return `${root}/${site.corridorId}/${site.intersectionId}/${channels[channel].suffix}`
}

/** Subscription filter for a channel, of all sites or of one corridor. */
export function topicFilter(channel: Channel, corridorId = '+'): string {
  return `${root}/${corridorId}/+/${channels[channel].suffix}`
}

/** The same as a shared subscription (MQTT 5, 4.8.2): each message goes to one member of the group. */
export function sharedTopicFilter(group: string, channel: Channel): string {
  return `$share/${group}/${topicFilter(channel)}`
}

/** Site and channel of a topic, or undefined when the topic is not ours. */
export function findTopic(topic: string): { site: Site; channel: Channel } | undefined {
  const [first, corridorId, intersectionId, ...rest] = topic.split('/')
  const channel = channelOfSuffix.get(rest.join('/'))
  if (first !== root || channel === undefined || !corridorId || !intersectionId) return undefined
  if (!isIdentifier(corridorId) || !isIdentifier(intersectionId)) return undefined
  return { site: { corridorId, intersectionId }, channel }
}

export class InvalidTopicError extends Error {
  override readonly name = 'InvalidTopicError'
  constructor(site: string) {
    super(`site "${site}" cannot be a topic: identifiers match [a-z0-9][a-z0-9-]{0,63}`)
  }
}
