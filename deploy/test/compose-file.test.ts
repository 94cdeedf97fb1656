import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { maximumPayloadBytes } from '@selaras/shared'
import { DockerfileParser } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'
import * as api from '../../services/api/src/config.ts'
import * as ingest from '../../services/ingest/src/config.ts'
import * as optimizer from '../../services/optimizer/src/config.ts'
import { binaries } from '../../test/servers/binaries.ts'
import { createSecrets } from '../src/create-secrets.ts'
import { composeFile, environmentOf, root, serviceNames } from './compose-file.ts'

const { services, secrets, volumes } = composeFile
const schemas = { ingest: ingest.ConfigSchema, optimizer: optimizer.ConfigSchema, api: api.ConfigSchema }
const dockerfileText = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8')
const dockerfile = DockerfileParser.parse(dockerfileText)
const settingsOf = (path: string) => readFileSync(join(root, 'deploy', path), 'utf8').split('\n')

describe('docker-compose.yml', () => {
  it.each(serviceNames)('sets only variables that %s reads, all of them valid', service => {
    const { properties } = schemas[service]
    const known = Object.entries(properties).flatMap(([name, { secret }]) => (secret ? [name, `${name}_FILE`] : [name]))
    const environment = environmentOf(service)
    expect(known).toEqual(expect.arrayContaining(Object.keys(environment)))
    const withoutFiles = Object.entries(environment).filter(([name]) => !name.endsWith('_FILE'))
    const load = { ingest: ingest.loadIngestConfig, optimizer: optimizer.loadOptimizerConfig, api: api.loadApiConfig }
    expect(load[service](Object.fromEntries(withoutFiles))).toMatchObject({ HTTP_HOST: '0.0.0.0' })
  })

  it('names a host and a secret for every server that a service uses', () => {
    for (const service of serviceNames) {
      const environment = environmentOf(service)
      for (const [name, value] of Object.entries(environment)) {
        if (name.endsWith('_URL')) expect(Object.keys(services)).toContain(new URL(value).hostname)
        if (name.endsWith('_FILE')) expect(services[service]?.secrets).toContain(basename(value))
      }
      const needed = Object.keys(environment).filter(name => name.endsWith('_URL'))
      for (const name of needed) expect(environment).toHaveProperty(name.replace('_URL', '_PASSWORD_FILE'))
    }
  })

  it('pins every image to the version that the tests know', () => {
    const images = Object.values(services).map(({ image }) => image)
    for (const image of images) expect(image).toMatch(/^[a-z-]+:\d+\.\d+\.\d+$/)
    expect(services['mosquitto']?.image).toBe(binaries.mosquitto.image)
    expect(services['redis']?.image).toBe(binaries['redis-server'].image)
    const { version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    for (const service of serviceNames) expect(services[service]?.image).toBe(`selaras:${version}`)
    expect(dockerfile.getFROMs().map(from => from.getImage())).toEqual([`node:${dependencies.node}-bookworm-slim`])
  })

  it('publishes on loopback only', () => {
    const ports = Object.values(services).flatMap(service => service.ports ?? [])
    expect(ports.length).toBeGreaterThan(0)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
  })

  it('mounts only what exists, is declared or comes from npm run secrets', () => {
    const folder = mkdtempSync(join(tmpdir(), 'selaras-compose-'))
    try {
      createSecrets(folder, [])
      for (const [name, { file }] of Object.entries(secrets)) {
        const [, variable, path] = /^\$\{(\w+):\?[^}]*npm run secrets[^}]*\}\/(.+)$/.exec(file) ?? []
        expect([variable, path], name).toEqual(['SELARAS_SECRETS', name])
        expect(existsSync(join(folder, name)), name).toBe(true)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
    const used = Object.values(services).flatMap(service => service.secrets ?? [])
    expect([...new Set(used)].sort()).toEqual(Object.keys(secrets).sort())
    for (const mount of Object.values(services).flatMap(service => service.volumes ?? [])) {
      const [source] = mount.split(':') as [string]
      const exists = source.startsWith('./') ? existsSync(join(root, source)) : source in volumes
      expect(exists, mount).toBe(true)
    }
  })

  it('runs everything without root, with a health check, in 2 GiB', () => {
    const megabytes = Object.entries(services).map(([name, service]) => {
      const isOurs = service.build !== undefined
      expect(service, name).toMatchObject({ restart: 'unless-stopped', read_only: true, cap_drop: ['ALL'] })
      expect(service.security_opt, name).toEqual(['no-new-privileges:true'])
      expect(isOurs || service.user === `${name}:${name}`, `${name}: user`).toBe(true)
      expect(isOurs || service.healthcheck !== undefined, `${name}: health check`).toBe(true)
      expect(service.mem_limit, name).toMatch(/^\d+m$/)
      return Number.parseInt(service.mem_limit!, 10)
    })
    expect(megabytes.reduce((sum, part) => sum + part)).toBeLessThanOrEqual(2048)
  })
})

describe('deploy/Dockerfile', () => {
  it('is valid, and ends as a user who is not root, with a health check', () => {
    expect(validate(dockerfileText)).toEqual([])
    const keywords = dockerfile.getInstructions().map(instruction => instruction.getKeyword())
    expect(keywords).toContain('HEALTHCHECK')
    const users = dockerfile.getInstructions().filter(instruction => instruction.getKeyword() === 'USER')
    expect(users.at(-1)?.getArgumentsContent()).toBe('node')
  })
})

describe('settings of the servers', () => {
  it('keep sessions, queues and keys, bound them, and let nobody in without a password', () => {
    expect(settingsOf('mosquitto/mosquitto.conf')).toEqual(
      expect.arrayContaining([
        'persistence true',
        'autosave_interval 1',
        'max_queued_messages 500000',
        `max_queued_bytes ${256 * 1024 * 1024}`,
        'max_inflight_messages 500',
        `message_size_limit ${maximumPayloadBytes}`,
        'allow_anonymous false',
        'persistent_client_expiration 1d',
        'set_tcp_nodelay true'
      ])
    )
    expect(settingsOf('redis/redis.conf')).toEqual(
      expect.arrayContaining([
        'appendonly yes',
        'appendfsync everysec',
        'maxmemory 256mb',
        'maxmemory-policy noeviction',
        'aclfile /run/secrets/redis-acl'
      ])
    )
  })
})
