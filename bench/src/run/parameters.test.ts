import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readParameters } from './parameters.ts'

describe('readParameters', () => {
  it('reads assignments', () => {
    expect(readParameters('stopCostSeconds=8,fineSteps=6')).toEqual({ stopCostSeconds: 8, fineSteps: 6 })
    expect(readParameters(undefined)).toEqual({})
  })

  it('reads a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'selaras-parameters-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'p.json')
    writeFileSync(file, '{"stopCostSeconds": 8}')
    expect(readParameters(file)).toEqual({ stopCostSeconds: 8 })
    writeFileSync(file, '[1]')
    expect(() => readParameters(file)).toThrow(/expected an object/)
  })

  it('refuses names that are no parameters', () => {
    expect(() => readParameters('stopCost=8')).toThrow(/expected one of .*stopCostSeconds.*, received "stopCost"/)
    expect(() => readParameters('toString=8')).toThrow(/received "toString"/)
  })

  it('refuses values that are no numbers', () => {
    expect(() => readParameters('stopCostSeconds=much')).toThrow(/stopCostSeconds: expected a number/)
    expect(() => readParameters('stopCostSeconds=')).toThrow(/stopCostSeconds: expected a number/)
    expect(() => readParameters('stopCostSeconds=true')).toThrow(/expected a number, received true/)
  })
})
