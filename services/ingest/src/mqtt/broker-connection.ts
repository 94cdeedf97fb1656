import type { Login } from '@selaras/service'
import { type Channel, maximumPayloadBytes, sharedTopicFilter, topicFilter } from '@selaras/shared'
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'

/** Takes one message; resolves when it may be acknowledged. A rejection leaves it with the broker. */
export type TakeMessage = (topic: string, payload: Uint8Array) => Promise<void>

export interface BrokerConnectionOptions {
  readonly url: string
  readonly login: Login
  readonly clientId: string
  /** 4 (MQTT 3.1.1) for a broker without MQTT 5, such as the embedded one; such a broker shares no subscriptions. */
  readonly protocolVersion: 4 | 5
  /** This connection also takes the retained channels, which a shared subscription does not deliver (MQTT 5, 4.8.2). */
  readonly takesRetained: boolean
  readonly take: TakeMessage
  onState(connected: boolean, reason?: string): void
}

const sharedChannels: readonly Channel[] = ['detections', 'signal', 'planAck', 'request']
const retainedChannels: readonly Channel[] = ['presence', 'alarm']
const shareGroup = 'ingest'
/** Topic and properties come on top of the payload. */
const largestPacketBytes = maximumPayloadBytes + 1024

/**
 * One connection with a session that outlives it: what is not acknowledged comes again. MQTT.js hands over one message
 * at a time and acknowledges it when `handleMessage` calls back, so a message is acknowledged exactly when `take` has
 * resolved; throughput comes from many connections that share the subscription and one write.
 */
export interface BrokerConnection {
  /** True when the broker cannot share subscriptions: then one connection must do. */
  readonly sharesSubscriptions: boolean
  readonly connected: boolean
  connect(): void
  /** Drops the connection without acknowledging anything, and connects again after a while. */
  interrupt(): void
  close(): Promise<void>
}

export function createBrokerConnection(options: BrokerConnectionOptions): BrokerConnection {
  const { url, login, clientId, protocolVersion, takesRetained, take, onState } = options
  const client = mqtt.connect(url, { ...clientOptions(clientId, protocolVersion), ...login })
  let sharesSubscriptions = true
  // A callback that belongs to a connection that is gone must not acknowledge on the next one.
  let generation = 0

  client.handleMessage = (packet: IPublishPacket, callback) => {
    const current = generation
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    take(packet.topic, payload).then(
      () => {
        if (current === generation) callback()
      },
      () => {
        if (current === generation) client.stream.destroy()
      }
    )
  }
  client.on('connect', connack => {
    sharesSubscriptions = protocolVersion === 5 && connack.properties?.sharedSubscriptionAvailable !== false
    const topics = topicsOf(sharesSubscriptions, takesRetained)
    client.subscribe(topics, { qos: 1 }, (error, granted) => {
      const refused = granted?.find(({ qos }) => qos >= 128)
      if (error || refused) onState(false, `subscription refused: ${error?.message ?? refused?.topic}`)
      else onState(true)
    })
  })
  client.on('close', () => {
    generation += 1
    onState(false)
  })
  client.on('error', error => onState(false, error.message))

  return {
    get sharesSubscriptions() {
      return sharesSubscriptions
    },
    get connected() {
      return client.connected
    },
    connect: () => void client.connect(),
    interrupt: () => client.stream?.destroy(),
    close: () => endClient(client)
  }
}

/** Without shared subscriptions only the first connection subscribes, or every message would come to each. */
function topicsOf(shared: boolean, takesRetained: boolean): string[] {
  const retained = takesRetained ? retainedChannels.map(channel => topicFilter(channel)) : []
  if (shared) return [...sharedChannels.map(channel => sharedTopicFilter(shareGroup, channel)), ...retained]
  return takesRetained ? [...sharedChannels.map(channel => topicFilter(channel)), ...retained] : []
}

function clientOptions(clientId: string, protocolVersion: 4 | 5): IClientOptions {
  return {
    protocolVersion,
    clientId,
    manualConnect: true,
    clean: false,
    resubscribe: false,
    keepalive: 5,
    connectTimeout: 5000,
    // Replicas that lost the broker together must not come back together.
    reconnectPeriod: 800 + Math.random() * 700,
    reconnectOnConnackError: true,
    queueQoSZero: false,
    ...(protocolVersion === 5
      ? { properties: { sessionExpiryInterval: 3600, receiveMaximum: 500, maximumPacketSize: largestPacketBytes } }
      : {})
  }
}

const endClient = (client: MqttClient): Promise<void> =>
  new Promise(resolve => {
    client.end(false, {}, () => resolve())
  })
