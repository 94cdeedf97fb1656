import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createMqttController } from '@selaras/controller'
import { systemClock } from '@selaras/service'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findFreePort } from '../../test/servers/free-port.ts'
import { startMosquitto } from '../../test/servers/mosquitto.ts'
import { startRedis } from '../../test/servers/redis.ts'
import type { RunningServer } from '../../test/servers/running-server.ts'
import { type ServiceProcess, startServiceProcess } from '../../test/service-process.ts'
import { controllerPasswordFile } from '../src/create-secrets.ts'
import { environmentOf, root, type ServiceName, serviceNames } from './compose-file.ts'
import { corridor, corridorId, createDeployment, type Deployment } from './deployment.ts'
import { createImageTree } from './image-tree.ts'

const timeout = 30_000
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const certificate = join(root, 'deploy/test/tls/test-only-certificate.pem')
const key = join(root, 'deploy/test/tls/test-only-key.pem')

let deployment: Deployment
let image: string
let broker: RunningServer
let redis: RunningServer
let running: ServiceProcess[] = []

/** The environment of the compose file; only places differ on this machine. */
function environment(service: ServiceName): Record<string, string> {
  const places: Record<string, string> = {
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: '0',
    MQTT_URL: broker.url,
    REDIS_URL: redis.url,
    CORRIDOR_FILES: deployment.corridors
  }
  const place = (name: string, value: string) =>
    name.endsWith('_FILE') ? join(deployment.secrets, basename(value)) : (places[name] ?? value)
  return Object.fromEntries(Object.entries(environmentOf(service)).map(([name, value]) => [name, place(name, value)]))
}

async function start(service: ServiceName, changes: Record<string, string> = {}): Promise<string> {
  const process = startServiceProcess(service, { ...environment(service), ...changes }, image)
  running.push(process)
  await expect.poll(() => process.findUrl() ?? process.errors(), { timeout }).toMatch(/^http/)
  return process.findUrl()!
}

const readiness = async (url: string) => {
  const response = await fetch(`${url}/readyz`)
  return `${response.status} ${await response.text()}`
}

beforeAll(async () => {
  deployment = createDeployment()
  image = mkdtempSync(join(tmpdir(), 'selaras-image-'))
  createImageTree(image)
  broker = await startMosquitto({ secrets: deployment.secrets })
  redis = await startRedis({ secrets: deployment.secrets })
})
afterEach(async () => {
  for (const process of running) process.kill('SIGKILL')
  await Promise.all(running.map(({ exited }) => exited))
  running = []
})
afterAll(async () => {
  await broker?.stop()
  await redis?.stop()
  for (const folder of [deployment.root, image]) rmSync(folder, { recursive: true, force: true })
})

describe('the services of the image under the environment of the compose file', () => {
  it('become ready and give a controller its plan', async () => {
    const urls = await Promise.all(serviceNames.map(service => start(service)))
    for (const url of urls) await expect.poll(() => readiness(url), { timeout }).toMatch(/^200/)

    const check = (port: string) =>
      spawnSync(process.execPath, [join(image, 'deploy/check-ready.ts')], { env: { HTTP_PORT: port } }).status
    expect(urls.map(url => check(new URL(url).port))).toEqual([0, 0, 0])
    expect(check(String(await findFreePort()))).toBe(1)

    const { configurationVersion, limits, timeZone, intersections } = corridor
    const [intersection] = intersections as [(typeof intersections)[number]]
    const { intersectionId } = intersection
    const controller = createMqttController(
      { clock: systemClock, log },
      {
        brokerUrl: broker.url,
        username: `${corridorId}/${intersectionId}`,
        password: deployment.secret(controllerPasswordFile({ corridorId, intersectionId })),
        config: { corridorId, configurationVersion, limits, timeZone, intersection },
        software: 'test'
      }
    )
    controller.start()
    try {
      await expect.poll(() => controller.state.mode, { timeout }).toBe('adaptive')
    } finally {
      await controller.close()
    }
  })

  it('say what is wrong with a secret: no file, or another one’s password', async () => {
    const missing = join(deployment.secrets, 'missing')
    const process = startServiceProcess('ingest', { ...environment('ingest'), MQTT_PASSWORD_FILE: missing }, image)
    expect(await process.exited).toBe(2)
    expect(process.errors()).toMatch(/MQTT_PASSWORD_FILE: expected a file that can be read, received ENOENT.*missing/)

    const foreign = { MQTT_PASSWORD_FILE: join(deployment.secrets, 'mqtt-api') }
    const ingest = await start('ingest', foreign)
    await expect.poll(() => readiness(ingest), { timeout }).toMatch(/^503.*Not authorized/)
    const optimizer = await start('optimizer', { REDIS_PASSWORD_FILE: join(deployment.secrets, 'redis-api') })
    await expect.poll(() => readiness(optimizer), { timeout }).toMatch(/^503.*WRONGPASS/)
  })

  it('use TLS to both servers when the addresses say so', async () => {
    const [brokerPort, redisPort] = [await findFreePort(), await findFreePort()]
    const { secrets } = deployment
    await using _broker = await startMosquitto({
      secrets,
      settings: [`listener ${brokerPort} 127.0.0.1`, `certfile ${certificate}`, `keyfile ${key}`]
    })
    await using _redis = await startRedis({
      secrets,
      settings: [
        'port 0',
        `tls-port ${redisPort}`,
        `tls-cert-file ${certificate}`,
        `tls-key-file ${key}`,
        `tls-ca-cert-file ${certificate}`,
        'tls-auth-clients no'
      ]
    })
    const addresses = { MQTT_URL: `mqtts://localhost:${brokerPort}`, REDIS_URL: `rediss://localhost:${redisPort}` }
    const trusting = { ...addresses, NODE_EXTRA_CA_CERTS: certificate }
    for (const service of serviceNames) {
      const url = await start(service, trusting)
      await expect.poll(() => readiness(url), { timeout }).toMatch(/^200/)
    }
    const doubting = await start('api', addresses)
    await expect.poll(() => readiness(doubting), { timeout }).toMatch(/^503.*self-signed certificate/)
  })
})
