import { type Channel, type Clock, channels, type Presence, type Site, topicOf } from '@selaras/shared'
import mqtt, { type IClientPublishOptions, type MqttClient } from 'mqtt'
import { type Cabinet, createCabinet } from './cabinet.ts'
import { createCabinetClock } from './cabinet-clock.ts'
import type { ControllerConfig, ControllerState, StartOptions } from './controller-state.ts'

/** Where a controller writes down what an operator cares about. */
export interface ControllerLog {
  info(fields: Readonly<Record<string, unknown>>, phrase: string): void
  warn(fields: Readonly<Record<string, unknown>>, phrase: string): void
  error(fields: Readonly<Record<string, unknown>>, phrase: string): void
}

export interface MqttControllerDependencies {
  readonly clock: Clock
  readonly log: ControllerLog
}

export interface MqttControllerOptions extends StartOptions {
  readonly brokerUrl: string
  readonly username?: string
  readonly password?: string
  readonly config: ControllerConfig
  /** Name and version, for presence. */
  readonly software: string
}

/** A controller on the road: its lamps run from `start` on, with the broker or without it. */
export interface MqttController {
  readonly state: ControllerState
  readonly isConnected: boolean
  start(): void
  /** Says farewell and disconnects; resolves within two seconds even without the broker. Idempotent. */
  close(): Promise<void>
}

const tickMs = 100
const longestFarewellMs = 2000
const ackExpirySeconds = 60
const keepaliveSeconds = 5
const shortestReconnectMs = 500
const longestReconnectMs = 2500
const longestPayloadPacketBytes = 70_000
const refusalsLoggedEveryMs = 10_000
const reportedCorrectionMs = 1000
const subscribeAgainAfterMs = 5000

/** Connects a cabinet to an MQTT 5 broker: plans in; presence, acknowledgements and signal state out. */
export function createMqttController(
  { clock, log }: MqttControllerDependencies,
  options: MqttControllerOptions
): MqttController {
  const { config, software } = options
  const site: Site = { corridorId: config.corridorId, intersectionId: config.intersection.intersectionId }
  const readTime = createCabinetClock(clock)
  const cabinet = createCabinet(config, readTime(), options)
  const client = createClient(options, site)
  const logRefusal = createRefusalLog(clock, log)
  let timer: NodeJS.Timeout | undefined
  let closing: Promise<void> | undefined
  let mode = cabinet.state.mode

  // What cannot be delivered now is worth nothing later: the next second brings a newer one.
  function publish(channel: Channel, message: object, publishOptions: IClientPublishOptions = {}): void {
    if (!client.connected) return
    const { retain } = channels[channel]
    client.publish(topicOf(site, channel), JSON.stringify(message), { qos: 1, retain, ...publishOptions }, error => {
      if (error) log.warn({ channel, reason: error.message }, 'message not delivered')
    })
  }

  function tick(): void {
    const time = readTime()
    if (Math.abs(time.correctedByMs) >= reportedCorrectionMs) {
      log.warn({ correctedByMs: time.correctedByMs }, 'wall clock was corrected')
    }
    const { acks, signal } = cabinet.tick(time)
    for (const ack of acks) {
      if (ack.result === 'rejected') log.warn({ ...ack }, 'plan rejected')
      publish('planAck', ack, { properties: { messageExpiryInterval: ackExpirySeconds } })
    }
    if (signal !== undefined) publish('signal', signal)
    logMode(cabinet)
  }

  function logMode({ state }: Cabinet): void {
    if (state.mode === mode) return
    mode = state.mode
    if (mode === 'flash') log.error({ faults: state.faults }, 'flashing after a fault')
    else log.info({ mode }, 'mode changed')
  }

  function subscribe(): void {
    if (!client.connected) return
    client.subscribe(topicOf(site, 'plan'), { qos: 1 }, error => {
      if (!error) return
      log.error({ reason: error.message }, 'cannot subscribe to plans')
      setTimeout(subscribe, subscribeAgainAfterMs).unref()
    })
  }

  client.on('connect', () => {
    log.info({ broker: options.brokerUrl }, 'connected')
    publish('presence', presenceOf('online', software))
    publish('signal', cabinet.signal())
    subscribe()
  })
  client.on('message', (_topic, payload) => {
    // An empty payload removes a retained plan (MQTT 5, 3.3.1.3).
    const problem = payload.length === 0 ? undefined : cabinet.receivePlan(payload)
    if (problem !== undefined) logRefusal(problem)
  })
  client.on('error', error => log.warn({ reason: error.message }, 'broker connection failed'))
  client.on('close', () => {
    client.options.reconnectPeriod = randomReconnectMs()
  })

  return {
    get state() {
      return cabinet.state
    },
    get isConnected() {
      return client.connected
    },
    start() {
      timer ??= setInterval(tick, tickMs)
      client.connect()
    },
    close() {
      closing ??= farewell()
      return closing
    }
  }

  async function farewell(): Promise<void> {
    clearInterval(timer)
    const cut = AbortSignal.timeout(longestFarewellMs)
    const cutOff = new Promise<void>(resolve => cut.addEventListener('abort', () => resolve(), { once: true }))
    if (client.connected) {
      const payload = JSON.stringify(presenceOf('shutdown', software))
      const told = client.publishAsync(topicOf(site, 'presence'), payload, { qos: 1, retain: true })
      await Promise.race([told.catch(() => undefined), cutOff])
    }
    await Promise.race([client.endAsync(!client.connected).catch(() => undefined), cutOff])
  }
}

const presenceOf = (state: Presence['state'], software: string): Presence => ({
  schemaVersion: 1,
  state,
  software,
  capabilities: ['phase-plan', 'local-timing-plan']
})

function createClient({ brokerUrl, username, password, software }: MqttControllerOptions, site: Site): MqttClient {
  const will = {
    topic: topicOf(site, 'presence'),
    payload: Buffer.from(JSON.stringify(presenceOf('offline', software)))
  }
  return mqtt.connect(brokerUrl, {
    protocolVersion: 5,
    manualConnect: true,
    clientId: `selaras-controller-${site.corridorId}-${site.intersectionId}`,
    clean: true,
    resubscribe: false,
    keepalive: keepaliveSeconds,
    connectTimeout: 5000,
    reconnectPeriod: randomReconnectMs(),
    reconnectOnConnackError: true,
    queueQoSZero: false,
    properties: { maximumPacketSize: longestPayloadPacketBytes },
    will: { ...will, qos: 1, retain: true },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password })
  })
}

/** A restarted broker shall not meet all its controllers in the same moment. */
const randomReconnectMs = (): number =>
  shortestReconnectMs + Math.floor(Math.random() * (longestReconnectMs - shortestReconnectMs))

/** Logs why messages cannot be read: one line in ten seconds, with the number that it stands for. */
function createRefusalLog(clock: Clock, log: ControllerLog): (problem: string) => void {
  let messages = 0
  let nextAtMs = Number.NEGATIVE_INFINITY
  return problem => {
    messages += 1
    if (clock.monotonicNow() < nextAtMs) return
    nextAtMs = clock.monotonicNow() + refusalsLoggedEveryMs
    log.warn({ messages, problem }, 'plan messages cannot be read')
    messages = 0
  }
}
