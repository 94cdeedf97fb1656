import { rmSync } from 'node:fs'
import { type Channel, channels, topicOf } from '@selaras/shared'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startMosquitto } from '../../test/servers/mosquitto.ts'
import type { RunningServer } from '../../test/servers/running-server.ts'
import { controllerPasswordFile } from '../src/create-secrets.ts'
import { corridorId, createDeployment, type Deployment } from './deployment.ts'

const users = ['ingest', 'api', 'health', 'demo/i1', 'demo/i2'] as const
type User = (typeof users)[number]
const sites = ['i1', 'i2'].map(intersectionId => ({ corridorId, intersectionId }))
const allTopics = sites.flatMap(site => (Object.keys(channels) as Channel[]).map(channel => topicOf(site, channel)))
const isPlan = (topic: string) => topic.endsWith('/plan')
const isOf = (user: string) => (topic: string) => topic.startsWith(`selaras/${user}/`)

let deployment: Deployment
let broker: RunningServer
let clients: MqttClient[] = []

const passwordOf = (user: User): string => {
  const site = sites.find(({ intersectionId }) => user === `demo/${intersectionId}`)
  return deployment.secret(site === undefined ? `mqtt-${user}` : controllerPasswordFile(site))
}

async function connect(options: IClientOptions): Promise<MqttClient> {
  const client = await mqtt.connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 0, ...options }, false)
  clients.push(client)
  return client
}
const connectAs = (user: User, options: IClientOptions = {}) =>
  connect({ username: user, password: passwordOf(user), ...options })

beforeAll(async () => {
  deployment = createDeployment()
  broker = await startMosquitto({ secrets: deployment.secrets })
})
afterEach(async () => {
  await Promise.all(clients.map(client => client.endAsync(true)))
  clients = []
})
afterAll(async () => {
  await broker?.stop()
  rmSync(deployment.root, { recursive: true, force: true })
})

describe('the shipped mosquitto.conf and access list', () => {
  it('refuse whoever has no password, a wrong one or another one’s', async () => {
    await expect(connect({})).rejects.toThrow(/Not authorized/)
    await expect(connect({ username: 'ingest', password: 'ingest' })).rejects.toThrow(/Not authorized/)
    await expect(connect({ username: 'nobody', password: passwordOf('ingest') })).rejects.toThrow(/Not authorized/)
    await expect(connect({ username: 'demo/i1', password: passwordOf('demo/i2') })).rejects.toThrow(/Not authorized/)
  })

  it('let each user publish on its own topics only', async () => {
    const allowed = async (user: User) => {
      const client = await connectAs(user)
      const answers = await Promise.allSettled(allTopics.map(topic => client.publishAsync(topic, user, { qos: 1 })))
      for (const answer of answers)
        if (answer.status === 'rejected') expect(answer.reason.message).toMatch(/authorized/)
      return allTopics.filter((_, index) => answers[index]?.status === 'fulfilled')
    }
    expect(await allowed('ingest')).toEqual([])
    expect(await allowed('health')).toEqual([])
    expect(await allowed('api')).toEqual(allTopics.filter(isPlan))
    for (const user of ['demo/i1', 'demo/i2'] as const) {
      expect(await allowed(user)).toEqual(allTopics.filter(isOf(user)).filter(topic => !isPlan(topic)))
    }
  })

  it('let each user read its own topics only', async () => {
    const received = Object.fromEntries(users.map(user => [user, new Set<string>()])) as Record<User, Set<string>>
    const readers = await Promise.all(
      users.map(async user => {
        const client = await connectAs(user)
        client.on('message', (topic, _payload, { retain }) => void (retain || received[user].add(topic)))
        await client.subscribeAsync(['#', '$SYS/#'], { qos: 1 })
        return client
      })
    )
    const writers = await Promise.all((['api', 'demo/i1', 'demo/i2'] as const).map(user => connectAs(user)))
    await Promise.allSettled(
      writers.flatMap(client => allTopics.map(topic => client.publishAsync(topic, 'x', { qos: 1 })))
    )
    // What the broker delivers comes before what it answers later.
    await Promise.all(readers.map(client => client.subscribeAsync('selaras/barrier', { qos: 1 })))
    const ofField = (user: User) => [...received[user]].filter(topic => !topic.startsWith('$SYS/')).sort()
    expect(ofField('ingest')).toEqual(allTopics.filter(topic => !isPlan(topic)).sort())
    expect(ofField('api')).toEqual([])
    expect(ofField('health')).toEqual([])
    expect(ofField('demo/i1')).toEqual(['selaras/demo/i1/plan'])
    expect(ofField('demo/i2')).toEqual(['selaras/demo/i2/plan'])
  })

  it('tell the health check that the broker is up', async () => {
    const client = await connectAs('health')
    const heard = new Promise(resolve => client.once('message', topic => resolve(topic)))
    await client.subscribeAsync('$SYS/broker/uptime')
    expect(await heard).toBe('$SYS/broker/uptime')
  })

  it('keep far more than 1000 messages for an absent service through a SIGKILL', async () => {
    const session = { clientId: 'absent', clean: false, properties: { sessionExpiryInterval: 3600 } }
    const absent = await connectAs('ingest', session)
    await absent.subscribeAsync('selaras/+/+/detections', { qos: 1 })
    await absent.endAsync()
    const sensor = await connectAs('demo/i1')
    const sent = Array.from({ length: 5000 }, (_, index) => String(index))
    await Promise.all(sent.map(text => sensor.publishAsync('selaras/demo/i1/detections', text, { qos: 1 })))

    // A save that begins now has all of it; the one after that shows that it is complete.
    const saves = () => broker.output.match(/Saving in-memory database/g)?.length ?? 0
    const before = saves()
    await expect.poll(saves, { timeout: 15_000 }).toBeGreaterThan(before + 1)
    await broker.kill('SIGKILL')
    await broker.start()

    const received = new Set<string>()
    const back = mqtt.connect(broker.url, {
      ...session,
      protocolVersion: 5,
      username: 'ingest',
      password: passwordOf('ingest')
    })
    clients.push(back)
    back.on('message', (_topic, payload) => received.add(String(payload)))
    await expect.poll(() => received.size, { timeout: 30_000 }).toBe(sent.length)
  })
})
