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

  it.each([
    ['stopCostSeconds=much', 'stopCostSeconds: expected a number of at least 0, received "much"'],
    ['stopCostSeconds=', 'stopCostSeconds: expected a number of at least 0, received ""'],
    ['stopCostSeconds=true', 'stopCostSeconds: expected a number of at least 0, received "true"'],
    ['stopCostSeconds=-1', 'stopCostSeconds: expected a number of at least 0, received "-1"'],
    ['stopCostSeconds=Infinity', 'stopCostSeconds: expected a number of at least 0, received "Infinity"'],
    ['coarseSteps=abc', 'coarseSteps: expected a whole number of at least 0, received "abc"'],
    ['fineSteps=-3', 'fineSteps: expected a whole number of at least 0, received "-3"'],
    ['fineSteps=1.5', 'fineSteps: expected a whole number of at least 0, received "1.5"'],
    ['coarseStepSeconds=0', 'coarseStepSeconds: expected a whole number of at least 1, received "0"'],
    ['fineSteps=0,coarseSteps=0', 'fineSteps + coarseSteps: expected at least 1, received 0']
  ])('refuses %s', (text, message) => {
    expect(() => readParameters(text)).toThrow(`--parameters: ${message}`)
  })
})
