import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Channel, topicOf } from '@selaras/shared'
import { createRedisStore } from '@selaras/store'
import { expect, it, onTestFinished } from 'vitest'
import { startControllerProcess } from '../packages/controller/test/controller-process.ts'
import { connectSender } from '../services/ingest/test/sender.ts'
import { createCorridor } from '../services/optimizer/test/corridor.ts'
import { detectionsAt, signalAt } from '../services/optimizer/test/field.ts'
import { startMosquitto } from './servers/mosquitto.ts'
import { startRedis } from './servers/redis.ts'
import { startServiceProcess } from './service-process.ts'

const timeout = 60_000
const corridor = createCorridor('demo', ['one'])
const site = { corridorId: 'demo', intersectionId: 'one' }

it('the loop runs on through bad messages on every channel; each is refused by name, and nothing good is lost', {
  timeout: 240_000
}, async () => {
  const [redis, broker] = await Promise.all([startRedis(), startMosquitto()])
  onTestFinished(() => Promise.all([redis.stop(), broker.stop()]).then(() => undefined))
  const directory = await mkdtemp(join(tmpdir(), 'selaras-loop-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const file = join(directory, 'demo.json')
  await writeFile(file, JSON.stringify(corridor))
  const store = createRedisStore({ url: redis.url })
  onTestFinished(() => store.close())
  const env = { REDIS_URL: redis.url, MQTT_URL: broker.url, INSTANCE_NAME: 'replica', CORRIDOR_FILES: file }
  const [ingest, optimizer, api] = (['ingest', 'optimizer', 'api'] as const).map(name => startServiceProcess(name, env))
  const controller = startControllerProcess('--broker', broker.url, '--corridor', file, '--intersection', 'one')
  for (const child of [ingest!, optimizer!, api!, controller]) onTestFinished(() => child.kill('SIGKILL'))
  const state = () => store.readCorridor('demo', Number.MAX_SAFE_INTEGER)
  const findSignal = async () => (await state().catch(() => undefined))?.signals['one']
  const sender = await connectSender(broker.url)
  onTestFinished(() => sender.endAsync(true))
  const send = (channel: Channel, payload: string) => sender.publishAsync(topicOf(site, channel), payload, { qos: 1 })
  let sent = 0
  const field = setInterval(() => void send('detections', JSON.stringify(detectionsAt(Date.now(), sent++))), 1000)
  onTestFinished(() => clearInterval(field))
  await expect.poll(findSignal, { timeout }).toMatchObject({ mode: 'adaptive' })

  const nowMs = Date.now()
  const good = detectionsAt(nowMs, sent++)
  const plan = (await state()).plans['one']!
  const unsafe = { ...plan, epoch: plan.epoch + 1_000_000, intervals: [{ ...plan.intervals[0]!, stage: 9 }] }
  await send('detections', JSON.stringify(good))
  await send('signal', JSON.stringify({ ...signalAt(nowMs), mode: 'asleep' }))
  await send('signal', JSON.stringify(signalAt(nowMs + 3_600_000)))
  await send('presence', '{"state":')
  await send('planAck', '[]')
  await send('request', JSON.stringify({ schemaVersion: 2 }))
  await send('alarm', 'fire!')
  await send('detections', JSON.stringify({ ...good, readings: [{ detectorId: 'north-zone', vehicles: 1 }] }))
  await send('plan', '{"epoch":')
  await send('plan', JSON.stringify(unsafe))
  await send('detections', JSON.stringify(good))

  await expect.poll(async () => (await state()).streams['one'], { timeout }).toMatchObject({ gaps: 0, duplicates: 1 })
  await expect.poll(() => controller.output(), { timeout }).toContain('unknown-stage: stage 9')
  expect(controller.output()).toContain('plan messages cannot be read')
  const details = ingest!.lines.filter(({ msg }) => msg === 'message refused').map(({ detail }) => detail)
  for (const text of [
    '/mode: expected "adaptive" or "local" or "flash"',
    `/producedAtMs: expected`,
    '/readings/0/detectorId: expected a configured detector, received "north-zone"',
    '(whole input): expected JSON, received "{"state":"',
    '(whole input): expected object, received []',
    '(whole input): expected JSON, received "fire!"'
  ]) {
    expect(details).toContainEqual(expect.stringContaining(text))
  }
  const before = (await findSignal())!
  await expect
    .poll(async () => (await findSignal())?.planRevision ?? 0, { timeout })
    .toBeGreaterThan((before.planRevision ?? 0) + 1)
  expect(await findSignal()).toMatchObject({ mode: 'adaptive', planEpoch: plan.epoch })
})
