import { rmSync } from 'node:fs'
import { corridorRegistryKey, redisKeys, writeProbeKey } from '@selaras/shared'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startRedis } from '../../test/servers/redis.ts'
import type { RunningServer } from '../../test/servers/running-server.ts'
import { type RedisUser, redisUsers } from '../src/redis-acl.ts'
import { createDeployment, type Deployment } from './deployment.ts'

let deployment: Deployment
let server: RunningServer
let clients: Redis[] = []

function connect(options: { username?: string; password?: string } = {}): Redis {
  const client = new Redis(server.url, { protocol: 2, enableReadyCheck: false, retryStrategy: () => null, ...options })
  client.on('error', () => undefined)
  clients.push(client)
  return client
}
const connectAs = (user: RedisUser) => connect({ username: user, password: deployment.secret(`redis-${user}`) })

beforeAll(async () => {
  deployment = createDeployment()
  server = await startRedis({ secrets: deployment.secrets })
})
afterEach(() => {
  for (const client of clients) client.disconnect()
  clients = []
})
afterAll(async () => {
  await server?.stop()
  rmSync(deployment.root, { recursive: true, force: true })
})

describe('the shipped redis.conf and access list', () => {
  it('refuse whoever has no password or a wrong one', async () => {
    await expect(connect().ping()).rejects.toThrow(/NOAUTH/)
    await expect(connect().call('AUTH', 'default', '')).rejects.toThrow(/WRONGPASS/)
    await expect(connect().call('AUTH', 'ingest', 'ingest')).rejects.toThrow(/WRONGPASS/)
    await expect(connect().call('AUTH', 'api', deployment.secret('redis-ingest'))).rejects.toThrow(/WRONGPASS/)
  })

  it('let nobody empty, list, reconfigure or stop the server', async () => {
    const commands = ['FLUSHALL', 'FLUSHDB', 'KEYS *', 'CONFIG GET *', 'SHUTDOWN', 'ACL LIST', 'REPLICAOF a 1', 'SAVE']
    for (const user of redisUsers) {
      const client = connectAs(user)
      for (const command of commands) {
        const [name, ...operands] = command.split(' ')
        await expect(client.call(name!, ...operands), `${user}: ${command}`).rejects.toThrow(/NOPERM/)
      }
      expect(await client.ping()).toBe('PONG')
    }
  })

  it('let each service write its own keys only', async () => {
    const keys = {
      registry: corridorRegistryKey,
      probe: writeProbeKey,
      configuration: redisKeys.configuration('demo'),
      lease: redisKeys.lease('demo'),
      epoch: redisKeys.epoch('demo'),
      plans: redisKeys.plans('demo'),
      planRevisions: redisKeys.planRevisions('demo'),
      planStream: redisKeys.planStream('demo'),
      signals: redisKeys.signals('demo'),
      detections: redisKeys.detections('demo', 'i1'),
      foreign: 'elsewhere'
    }
    const writable = async (user: RedisUser) => {
      const client = connectAs(user)
      const answers = await Promise.allSettled(Object.values(keys).map(key => client.del(key)))
      for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason.message).toMatch(/NOPERM/)
      return Object.keys(keys).filter((_, index) => answers[index]?.status === 'fulfilled')
    }
    expect(await writable('ingest')).toEqual(['probe', 'signals', 'detections'])
    expect(await writable('optimizer')).toEqual(['probe', 'lease', 'epoch', 'plans', 'planRevisions', 'planStream'])
    expect(await writable('api')).toEqual(['registry', 'probe', 'configuration'])
    expect(await writable('health')).toEqual([])
  })

  it('keep what they acknowledged through a SIGKILL', async () => {
    await connectAs('optimizer').set(redisKeys.epoch('demo'), '42')
    await server.kill('SIGKILL')
    await server.start()
    expect(await connectAs('optimizer').get(redisKeys.epoch('demo'))).toBe('42')
  })

  it('refuse writes when memory is full, and drop nothing', async () => {
    const client = connectAs('ingest')
    const valueBytes = 8 * 1024 * 1024
    const written: string[] = []
    const fill = async () => {
      for (let index = 0; index < 64; index++) {
        const key = redisKeys.detections('demo', `full-${index}`)
        await client.setrange(key, valueBytes - 1, 'x')
        written.push(key)
      }
    }
    await expect(fill()).rejects.toThrow(/OOM/)
    expect(written.length).toBeGreaterThan(20)
    expect(await client.exists(...written)).toBe(written.length)
    await client.del(...written)
    expect(await client.set(written[0]!, 'small')).toBe('OK')
  })
})
