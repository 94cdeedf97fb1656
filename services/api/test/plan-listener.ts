import { type PhasePlan, topicFilter } from '@selaras/shared'
import mqtt, { type IPublishPacket } from 'mqtt'

/** A subscriber to the plans of one corridor, as its controllers are. */
export interface PlanListener {
  /** What came so far, in order. */
  readonly packets: readonly IPublishPacket[]
  /** Revisions of the plans that came so far. */
  revisions(): readonly number[]
  close(): Promise<void>
}

/** Resolves when the broker has taken the subscription; subscribes again whenever the broker comes back. */
export async function listenToPlans(brokerUrl: string, corridorId: string): Promise<PlanListener> {
  const client = mqtt.connect(brokerUrl, { protocolVersion: 5, reconnectPeriod: 50 })
  const packets: IPublishPacket[] = []
  client.on('error', () => undefined)
  client.on('message', (_topic, _payload, packet) => packets.push(packet))
  await new Promise(resolve => client.once('connect', resolve))
  await client.subscribeAsync(topicFilter('plan', corridorId), { qos: 1 })
  return {
    packets,
    revisions: () => packets.map(({ payload }) => (JSON.parse(payload.toString()) as PhasePlan).revision),
    async close() {
      await client.endAsync(true)
    }
  }
}
