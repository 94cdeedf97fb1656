import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Type } from '@sinclair/typebox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commonVariables, loadConfig } from './load-config.ts'
import { loginOf } from './login.ts'

const schema = Type.Object({ MQTT_USERNAME: commonVariables.mqttUsername, MQTT_PASSWORD: commonVariables.mqttPassword })

describe('secrets of loadConfig', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'selaras-secrets-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const fileWith = (content: string): string => {
    const path = join(folder, 'password')
    writeFileSync(path, content)
    return path
  }
  const passwordOf = (env: Record<string, string>) => loadConfig(schema, env).MQTT_PASSWORD

  it('come from the variable or from a file, without the line break at its end', () => {
    expect(passwordOf({ MQTT_PASSWORD: 'p:@/ss' })).toBe('p:@/ss')
    expect(passwordOf({ MQTT_PASSWORD_FILE: fileWith('p:@/ss \n') })).toBe('p:@/ss ')
    expect(passwordOf({ MQTT_PASSWORD: '', MQTT_PASSWORD_FILE: '' })).toBe('')
  })

  it('are refused by name when the file is missing or empty, or both are set, and are not repeated', () => {
    const path = join(folder, 'nowhere')
    expect(() => passwordOf({ MQTT_PASSWORD_FILE: path })).toThrow(
      /MQTT_PASSWORD_FILE: expected .*read.*ENOENT.*nowhere/
    )
    expect(() => passwordOf({ MQTT_PASSWORD_FILE: fileWith('\n') })).toThrow(/MQTT_PASSWORD_FILE: .*empty file/)
    const both = { MQTT_PASSWORD: 'hidden', MQTT_PASSWORD_FILE: fileWith('hidden') }
    expect(() => passwordOf(both)).toThrow(/MQTT_PASSWORD_FILE: expected only one of/)
    expect(() => passwordOf(both)).not.toThrow(/hidden/)
  })

  it('make a login; what is empty is not in it', () => {
    expect(loginOf('', '')).toEqual({})
    expect(loginOf('api', 'word')).toEqual({ username: 'api', password: 'word' })
  })
})
