import { type Channel, type PhasePlan, type PlanAck, type Presence, type Signal, topicOf } from '@selaras/shared'
import mqtt from 'mqtt'
import { corridor, junction } from './junction.ts'

const site = { corridorId: corridor.corridorId, intersectionId: junction.intersectionId }

/** Somebody on the broker who sees all that the junction's controller says, and sends it plans. */
export interface Observer {
  readonly presences: readonly Presence['state'][]
  readonly acks: readonly PlanAck[]
  /** The newest signal message. */
  findSignal(): Signal | undefined
  send(payload: PhasePlan | Uint8Array | string): Promise<void>
  close(): Promise<void>
}

export async function createObserver(brokerUrl: string): Promise<Observer> {
  const client = mqtt.connect(brokerUrl, { protocolVersion: 5, reconnectPeriod: 100 })
  const presences: Presence['state'][] = []
  const acks: PlanAck[] = []
  let signal: Signal | undefined
  client.on('error', () => undefined)
  client.on('message', (topic, payload) => {
    const message = JSON.parse(payload.toString())
    if (topic === topicOf(site, 'presence')) presences.push(message.state)
    else if (topic === topicOf(site, 'planAck')) acks.push(message)
    else signal = message
  })
  const subscribed = new Promise(resolve => client.once('connect', resolve))
  await subscribed
  const channels: Channel[] = ['presence', 'planAck', 'signal']
  await client.subscribeAsync(
    channels.map(channel => topicOf(site, channel)),
    { qos: 1 }
  )
  return {
    presences,
    acks,
    findSignal: () => signal,
    async send(payload) {
      const bytes = typeof payload === 'string' || payload instanceof Uint8Array ? payload : JSON.stringify(payload)
      await client.publishAsync(topicOf(site, 'plan'), Buffer.from(bytes), { qos: 1, retain: true })
    },
    async close() {
      await client.endAsync(true)
    }
  }
}
