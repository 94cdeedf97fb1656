import { type Corridor, topicOf } from '@selaras/shared'
import { createRedisStore, type Store } from '@selaras/store'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createCorridor } from '../../../packages/store/test/fixtures.ts'
import { startMosquitto } from '../../../test/servers/mosquitto.ts'
import { startRedis } from '../../../test/servers/redis.ts'
import type { RunningServer } from '../../../test/servers/running-server.ts'
import { type ServiceProcess, startServiceProcess } from '../../../test/service-process.ts'
import { connectSender, corridorId, detectionsOf, readMetric, sendDetections } from '../test/sender.ts'

// More intersections than messages of each: a message that comes again must still find its place in the kept ring.
const intersections = Array.from({ length: 200 }, (_, index) => `i${index + 1}`)
const corridor: Corridor = {
  ...createCorridor(corridorId),
  intersections: intersections.map(intersectionId => ({
    ...createCorridor(corridorId).intersections[0]!,
    intersectionId
  }))
}

let redis: RunningServer
let broker: RunningServer
let store: Store
let running: ServiceProcess[] = []

// One name for all: the broker keeps the messages of a replica for the one that comes back under its name.
const env = () => ({ REDIS_URL: redis.url, MQTT_URL: broker.url, INSTANCE_NAME: 'replica' })

async function startIngest(): Promise<{ process: ServiceProcess; url: string }> {
  const process = startServiceProcess('ingest', env())
  running.push(process)
  await expect.poll(() => process.findUrl() ?? process.errors(), { timeout: 10_000 }).toMatch(/^http/)
  const url = process.findUrl()!
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 10_000 }).toBe(200)
  return { process, url }
}

async function endIngest(process: ServiceProcess, signal: NodeJS.Signals): Promise<number | null> {
  process.kill(signal)
  running = running.filter(entry => entry !== process)
  return process.exited
}

const accounts = async () => (await store.readCorridor(corridorId, Number.MAX_SAFE_INTEGER)).streams
/** Intersections of which not exactly `sent` messages are stored. */
const incompleteOf = async (sent: number) => {
  const streams = await accounts()
  return intersections.filter(id => (streams[id]?.stored ?? 0) !== sent).length
}

beforeAll(async () => {
  redis = await startRedis()
  broker = await startMosquitto({ messageSizeLimitBytes: 70_000 })
  store = createRedisStore({ url: redis.url })
  await store.putCorridor(corridor)
})

afterEach(async () => {
  for (const process of running) process.kill('SIGKILL')
  await Promise.all(running.map(({ exited }) => exited))
  running = []
})

afterAll(async () => {
  await store.close()
  await Promise.all([broker.stop(), redis.stop()])
})

describe('ingest', () => {
  it('stores every acknowledged message exactly once through five SIGKILLs', async () => {
    let { process } = await startIngest()
    const sender = await connectSender(broker.url)
    const perIntersection = 50
    const sending = (async () => {
      for (let seq = 0; seq < perIntersection; seq++) {
        await Promise.all(intersections.map(id => sendDetections(sender, id, detectionsOf(seq, Date.now()))))
      }
    })()
    for (let kill = 1; kill <= 5; kill++) {
      const least = (kill * perIntersection) / 7
      await expect.poll(async () => (await accounts())['i1']?.stored ?? 0, { timeout: 30_000 }).toBeGreaterThan(least)
      await endIngest(process, 'SIGKILL')
      process = (await startIngest()).process
    }
    await sending
    await expect.poll(() => incompleteOf(perIntersection), { timeout: 30_000 }).toBe(0)
    const streams = await accounts()
    expect(intersections.filter(id => streams[id]!.gaps !== 0)).toEqual([])
    await sender.endAsync()
  })

  it('loses nothing while Redis is killed and started again', async () => {
    await startIngest()
    const sender = await connectSender(broker.url)
    const bootAtMs = 2000
    const send = (seq: number) =>
      Promise.all(intersections.map(id => sendDetections(sender, id, detectionsOf(seq, Date.now(), bootAtMs))))
    for (let seq = 0; seq < 5; seq++) await send(seq)
    await redis.kill('SIGKILL')
    for (let seq = 5; seq < 10; seq++) await send(seq)
    await redis.start()
    for (let seq = 10; seq < 15; seq++) await send(seq)
    await expect.poll(() => incompleteOf(15).catch(() => -1), { timeout: 30_000 }).toBe(0)
    await sender.endAsync()
  })

  it('refuses each kind of bad message with its reason and stores the next good one', async () => {
    const { url } = await startIngest()
    const sender = await connectSender(broker.url)
    const bootAtMs = 3000
    const nowMs = Date.now()
    const topic = topicOf({ corridorId, intersectionId: 'i1' }, 'detections')
    const good = detectionsOf(0, nowMs, bootAtMs)
    const bad: [string, string, string][] = [
      ['malformed', topic, '{"schemaVersion":1,'],
      ['malformed', topic, JSON.stringify({ ...good, seq: '1' })],
      ['malformed', topic, JSON.stringify({ ...good, extra: 1 })],
      ['malformed', topic, `{"__proto__":{"a":1},${JSON.stringify(good).slice(1)}`],
      ['malformed', topic, ''],
      ['oversized', topic, `"${'x'.repeat(65_535)}"`],
      ['unknown-detector', topic, JSON.stringify({ ...good, readings: [{ detectorId: 'd9', vehicles: 1 }] })],
      ['unknown-site', topicOf({ corridorId, intersectionId: 'nowhere' }, 'detections'), JSON.stringify(good)],
      ['future-dated', topic, JSON.stringify(detectionsOf(1, nowMs + 60_000, bootAtMs))],
      ['late', topic, JSON.stringify(detectionsOf(1, nowMs - 120_000, bootAtMs))]
    ]
    for (const [, badTopic, payload] of bad) await sender.publishAsync(badTopic, payload, { qos: 1 })
    await sendDetections(sender, 'i1', good)
    await sendDetections(sender, 'i1', good)
    const series = (result: string) => `selaras_ingest_messages_total{channel="detections",result="${result}"}`
    await expect.poll(() => readMetric(url, series('duplicate')), { timeout: 10_000 }).toBe(1)
    for (const reason of new Set(bad.map(([name]) => name))) {
      expect([reason, await readMetric(url, series(reason))]).toEqual([
        reason,
        bad.filter(([name]) => name === reason).length
      ])
    }
    expect((await accounts())['i1']).toMatchObject({ bootAtMs, stored: 1, duplicates: 1 })
    await sender.endAsync()
  })

  it('ends with code 0 on SIGTERM and leaves nothing behind', async () => {
    const { process } = await startIngest()
    const sender = await connectSender(broker.url)
    const bootAtMs = 4000
    for (let seq = 0; seq < 5; seq++) {
      await Promise.all(intersections.map(id => sendDetections(sender, id, detectionsOf(seq, Date.now(), bootAtMs))))
    }
    expect(await endIngest(process, 'SIGTERM')).toBe(0)
    await startIngest()
    await expect.poll(() => incompleteOf(5), { timeout: 10_000 }).toBe(0)
    await sender.endAsync()
  })

  it('says what is missing while there is no broker, and goes on trying', async () => {
    const process = startServiceProcess('ingest', { ...env(), MQTT_URL: 'mqtt://127.0.0.1:1' })
    running.push(process)
    await expect.poll(() => process.findUrl(), { timeout: 10_000 }).toBeDefined()
    const response = await fetch(`${process.findUrl()}/readyz`)
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('mqtt://127.0.0.1:1')
  })

  it('starts without Redis, leaves the messages with the broker, and stores them when Redis is there', async () => {
    const sender = await connectSender(broker.url)
    await redis.kill('SIGTERM')
    const process = startServiceProcess('ingest', env())
    running.push(process)
    await expect.poll(() => process.findUrl(), { timeout: 30_000 }).toBeDefined()
    const readiness = async () => {
      const response = await fetch(`${process.findUrl()}/readyz`)
      return `${response.status} ${await response.text()}`
    }
    await expect.poll(readiness, { timeout: 30_000 }).toMatch(/^503 .*store: Redis at [^;]* cannot be used[^;]*"}$/)
    await sendDetections(sender, 'i1', detectionsOf(0, Date.now(), 5000))
    await redis.start()
    await expect.poll(readiness, { timeout: 30_000 }).toMatch(/^200 /)
    await expect
      .poll(async () => (await accounts())['i1'], { timeout: 30_000 })
      .toMatchObject({ bootAtMs: 5000, stored: 1 })
    await sender.endAsync()
  })

  it('names a port that is in use', async () => {
    const process = startServiceProcess('ingest', { ...env(), HTTP_PORT: `${redis.port}` })
    expect(await process.exited).toBe(1)
    expect(process.errors()).toContain(`${redis.port}: the port is in use; set HTTP_PORT to a free one`)
  })

  it('names every variable that is wrong', async () => {
    const process = startServiceProcess('ingest', { ...env(), MQTT_URL: 'http://broker', CONNECTIONS: 'many' })
    expect(await process.exited).toBe(2)
    expect(process.errors()).toContain('MQTT_URL: expected')
    expect(process.errors()).toContain('CONNECTIONS: expected')
  })
})
