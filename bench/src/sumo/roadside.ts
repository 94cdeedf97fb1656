import {
  type Detections,
  decoderOf,
  findTopic,
  type PhasePlan,
  PhasePlanSchema,
  type PlanAck,
  type Signal,
  topicFilter,
  topicOf
} from '@selaras/shared'
import mqtt, { type MqttClient } from 'mqtt'

/** The roadside's side of the broker: publishes what sensors and controllers say, and receives the plans. */
export class Roadside {
  readonly #client: MqttClient
  readonly #corridorId: string
  readonly #waiting = new Map<string, { atMs: number; resolve(plan: PhasePlan): void }>()
  readonly #newest = new Map<string, PhasePlan>()
  undecodable = 0

  constructor(client: MqttClient, corridorId: string) {
    this.#client = client
    this.#corridorId = corridorId
    const decode = decoderOf(PhasePlanSchema)
    client.on('message', (topic, payload) => {
      const found = findTopic(topic)
      const decoded = decode(payload)
      if (found === undefined || !decoded.ok) this.undecodable += 1
      else this.#take(found.site.intersectionId, decoded.value)
    })
  }

  static async connect(brokerUrl: string, corridorId: string): Promise<Roadside> {
    const client = await mqtt.connectAsync(brokerUrl, { protocolVersion: 5, clientId: `bench-field-${process.pid}` })
    const roadside = new Roadside(client, corridorId)
    await client.subscribeAsync(topicFilter('plan', corridorId), { qos: 1 })
    return roadside
  }

  /** Resolves when the broker has taken the message. */
  async publish(
    intersectionId: string,
    channel: 'detections' | 'signal' | 'planAck',
    message: Detections | Signal | PlanAck
  ): Promise<void> {
    const topic = topicOf({ corridorId: this.#corridorId, intersectionId }, channel)
    await this.#client.publishAsync(topic, JSON.stringify(message), { qos: 1, retain: channel === 'signal' })
  }

  /** The plan of an intersection that was issued for `atMs` or later; undefined if none comes within the time. */
  awaitPlan(intersectionId: string, atMs: number, timeoutMs: number): Promise<PhasePlan | undefined> {
    const known = this.#newest.get(intersectionId)
    if (known !== undefined && known.issuedAtMs >= atMs) return Promise.resolve(known)
    return new Promise(resolve => {
      const timer = setTimeout(() => {
        this.#waiting.delete(intersectionId)
        resolve(undefined)
      }, timeoutMs)
      const done = (plan: PhasePlan) => {
        clearTimeout(timer)
        resolve(plan)
      }
      this.#waiting.set(intersectionId, { atMs, resolve: done })
    })
  }

  async close(): Promise<void> {
    await this.#client.endAsync()
  }

  #take(intersectionId: string, plan: PhasePlan): void {
    this.#newest.set(intersectionId, plan)
    const waiting = this.#waiting.get(intersectionId)
    if (waiting === undefined || plan.issuedAtMs < waiting.atMs) return
    this.#waiting.delete(intersectionId)
    waiting.resolve(plan)
  }
}
