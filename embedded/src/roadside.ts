import {
  type ControllerState,
  createController,
  offerPlan,
  stepController,
  toSignal,
  toSignalState
} from '@selaras/controller'
import {
  type Channel,
  type Corridor,
  channels,
  decoderOf,
  findTopic,
  PhasePlanSchema,
  type Presence,
  type SignalState,
  topicFilter,
  topicOf
} from '@selaras/shared'
import { createDemoDemand, readSensors, Twin } from '@selaras/twin'
import mqtt, { type MqttClient } from 'mqtt'

/** Two copies of the same traffic: one under the plans that arrive over MQTT, its ghost under the fixed timing plans. */
export interface Roadside {
  readonly adaptive: Twin
  readonly ghost: Twin
  readonly controllers: number
  /** Controllers that execute a phase plan at present. */
  readonly adaptiveControllers: number
  readonly plansAccepted: number
  /** Both twins run under the fixed timing plans, without messages, until `untilMs`. */
  warmUp(fromMs: number, untilMs: number): void
  connect(brokerUrl: string): Promise<void>
  /** One second: traffic, sensors, controllers, messages. */
  step(nowMs: number): void
  close(): Promise<void>
}

export interface RoadsideOptions {
  readonly corridor: Corridor
  readonly seed: number
  readonly demand: number
  readonly startAtMs: number
}

const software = 'selaras-twin 0.1'

export function createRoadside({ corridor, seed, demand, startAtMs }: RoadsideOptions): Roadside {
  const flows = createDemoDemand(demand)
  const adaptive = new Twin(corridor, flows, seed)
  const ghost = new Twin(corridor, flows, seed)
  const { corridorId, configurationVersion, limits, timeZone, intersections } = corridor
  const createAll = () =>
    new Map(
      intersections.map(intersection => {
        const config = { corridorId, configurationVersion, limits, timeZone, intersection }
        return [intersection.intersectionId, createController(config, startAtMs)] as const
      })
    )
  const controllers = createAll()
  const ghosts = createAll()
  const decodePlan = decoderOf(PhasePlanSchema)
  let client: MqttClient | undefined
  let seq = 0
  let nowMs = startAtMs
  let plansAccepted = 0

  const stepAll = (all: Map<string, ControllerState>): Record<string, SignalState> => {
    for (const [id, controller] of all) all.set(id, stepController(controller, nowMs))
    return Object.fromEntries([...all].map(([id, controller]) => [id, toSignalState(controller)]))
  }
  const stepTwins = () => {
    adaptive.step(stepAll(controllers))
    ghost.step(stepAll(ghosts))
  }
  const publish = (intersectionId: string, channel: Channel, message: object) => {
    const topic = topicOf({ corridorId, intersectionId }, channel)
    // A broker that is away loses what is said meanwhile: the next second says it anew.
    if (client?.connected) client.publish(topic, JSON.stringify(message), { qos: 1, retain: channels[channel].retain })
  }

  function takePlan(topic: string, payload: Uint8Array): void {
    const found = findTopic(topic)
    const decoded = decodePlan(payload)
    const controller = controllers.get(found?.site.intersectionId ?? '')
    if (found === undefined || !decoded.ok || controller === undefined) return
    const { state, ack } = offerPlan(controller, decoded.value, nowMs)
    controllers.set(found.site.intersectionId, state)
    if (ack.result === 'accepted') plansAccepted += 1
    publish(found.site.intersectionId, 'planAck', ack)
  }

  const announce = (state: Presence['state']) => {
    for (const { intersectionId } of intersections) {
      publish(intersectionId, 'presence', { schemaVersion: 1, state, software, capabilities: ['phase-plan'] })
    }
  }

  return {
    adaptive,
    ghost,
    controllers: intersections.length,
    get adaptiveControllers() {
      return [...controllers.values()].filter(({ mode }) => mode === 'adaptive').length
    },
    get plansAccepted() {
      return plansAccepted
    },
    warmUp(fromMs, untilMs) {
      for (nowMs = fromMs; nowMs < untilMs; nowMs += 1000) stepTwins()
      adaptive.measureFromNow()
      ghost.measureFromNow()
    },
    async connect(brokerUrl) {
      client = await mqtt.connectAsync(brokerUrl, { protocolVersion: 4, clientId: 'selaras-twin', keepalive: 5 })
      client.on('message', takePlan)
      await client.subscribeAsync(topicFilter('plan', corridorId), { qos: 1 })
      announce('online')
    },
    step(atMs) {
      nowMs = atMs
      stepTwins()
      for (const [id, message] of readSensors(adaptive, corridor, startAtMs, nowMs, seq)) {
        publish(id, 'signal', toSignal(controllers.get(id)!, startAtMs, seq))
        publish(id, 'detections', message)
      }
      seq += 1
    },
    async close() {
      announce('shutdown')
      await client?.endAsync()
    }
  }
}
