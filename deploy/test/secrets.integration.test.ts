import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDeployment, type Deployment, runSecrets, secretsOptions } from './deployment.ts'

describe('npm run secrets', () => {
  let deployment: Deployment
  beforeEach(() => {
    deployment = createDeployment()
  })
  afterEach(() => rmSync(deployment.root, { recursive: true }))

  const listFiles = () => readdirSync(deployment.secrets, { recursive: true, encoding: 'utf8' }).sort()
  const again = (...more: string[]) => runSecrets(...secretsOptions(deployment), ...more)

  it('makes one long random password for each service and controller, in a folder for its owner alone', () => {
    const names = ['mqtt-ingest', 'mqtt-api', 'mqtt-health', 'redis-ingest', 'redis-optimizer', 'redis-api']
    names.push('redis-health', 'controllers/demo/i1.password', 'controllers/demo/i2.password')
    expect(listFiles()).toEqual(expect.arrayContaining(names))
    const passwords = names.map(name => deployment.secret(name))
    for (const password of passwords) expect(password).toMatch(/^[A-Za-z0-9_-]{32}$/)
    expect(new Set(passwords).size).toBe(names.length)
    expect(statSync(deployment.secrets).mode & 0o777).toBe(0o700)
    const serverFiles = ['mosquitto-passwords', 'mosquitto-acl', 'redis-acl']
      .map(file => deployment.secret(file))
      .join()
    for (const password of passwords) expect(serverFiles).not.toContain(password)
  })

  it('keeps passwords, and makes a new one for a file that was removed', () => {
    const kept = deployment.secret('mqtt-api')
    const old = deployment.secret('mqtt-ingest')
    rmSync(join(deployment.secrets, 'mqtt-ingest'))
    expect(again().status).toBe(0)
    expect(deployment.secret('mqtt-api')).toBe(kept)
    expect(deployment.secret('mqtt-ingest')).not.toBe(old)
    expect(readFileSync(deployment.envFile, 'utf8')).toBe(`SELARAS_SECRETS=${deployment.secrets}\n`)
  })

  it('names what is wrong: an option, an empty password, a bad corridor file', () => {
    expect(again('--corridor', 'x')).toMatchObject({
      status: 2,
      output: expect.stringMatching(/'--corridor'.*\n\nusage/s)
    })
    writeFileSync(join(deployment.secrets, 'mqtt-api'), '\n')
    expect(again()).toMatchObject({ status: 2, output: expect.stringMatching(/mqtt-api: expected a password/) })
    writeFileSync(join(deployment.corridors, 'bad.json'), '{"corridorId": "bad"}')
    expect(again()).toMatchObject({ status: 2, output: expect.stringMatching(/bad\.json:\n.*schemaVersion: expected/) })
  })
})
