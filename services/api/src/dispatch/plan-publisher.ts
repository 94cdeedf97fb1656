import type { Login } from '@selaras/service'
import { type PhasePlan, topicOf } from '@selaras/shared'
import mqtt, { type MqttClient } from 'mqtt'

/** Publishes plans; never keeps one for later, because a plan that comes late is worse than none. */
export interface PlanPublisher {
  readonly connected: boolean
  start(): void
  /**
   * Resolves true when the broker has taken the plan, false when it was not even sent; rejects when the connection
   * broke before the broker answered.
   */
  publish(plan: PhasePlan, nowMs: number): Promise<boolean>
  close(): Promise<void>
}

export interface PlanPublisherOptions {
  readonly url: string
  readonly login: Login
  readonly clientId: string
  /** 4 (MQTT 3.1.1) for a broker without MQTT 5: then plans carry their validity, but no message expiry. */
  readonly protocolVersion: 4 | 5
  onState(connected: boolean, reason?: string): void
}

export function createPlanPublisher(options: PlanPublisherOptions): PlanPublisher {
  const { url, login, clientId, protocolVersion, onState } = options
  const client: MqttClient = mqtt.connect(url, {
    ...login,
    protocolVersion,
    clientId,
    manualConnect: true,
    clean: true,
    keepalive: 5,
    connectTimeout: 5000,
    reconnectPeriod: 500 + Math.random() * 500,
    reconnectOnConnackError: true,
    queueQoSZero: false
  })
  let started = false
  client.on('connect', () => onState(true))
  client.on('close', () => {
    // MQTT.js would send what is under way again on the next connection, when it may have run out.
    for (const messageId of Object.keys(client.outgoing)) client.removeOutgoingMessage(Number(messageId))
    onState(false)
  })
  client.on('error', error => onState(false, error.message))
  return {
    get connected() {
      return client.connected
    },
    start() {
      started = true
      client.connect()
    },
    async publish(plan, nowMs) {
      if (!client.connected) return false
      const messageExpiryInterval = Math.max(1, Math.ceil((plan.validUntilMs - nowMs) / 1000))
      const { corridorId, intersectionId, epoch, revision } = plan
      await client.publishAsync(topicOf({ corridorId, intersectionId }, 'plan'), JSON.stringify(plan), {
        qos: 1,
        retain: true,
        ...(protocolVersion === 5
          ? { properties: { messageExpiryInterval, userProperties: { plan: `${epoch}:${revision}` } } }
          : {})
      })
      return true
    },
    close: () =>
      new Promise(resolve => {
        if (!started) return resolve()
        client.end(true, {}, () => resolve())
      })
  }
}
