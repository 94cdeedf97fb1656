import { describe, expect, it } from 'vitest'
import { readFamilyOptions, usage } from './options.ts'

const read = (...args: readonly string[]) => readFamilyOptions(['--cases', 'cases', ...args])

describe('readFamilyOptions', () => {
  it('takes each peer once', () => {
    expect(read('--peers', 'surtrac,fixed,surtrac').peers).toEqual(['surtrac', 'fixed'])
  })

  it('offers no option that it refuses', () => {
    for (const option of ['--controller', '--set']) {
      expect(usage).not.toContain(option)
      expect(() => read(option, 'fixed')).toThrow(option)
    }
  })

  it('takes the scales that the usage names, and no empty value', () => {
    expect(usage).toContain('--scale 0.05..2')
    expect(read('--scale', '0.05').settings.scale).toBe(0.05)
    expect(() => read('--scale', '2.1')).toThrow('--scale: expected a number from 0.05 to 2, received "2.1"')
    for (const option of ['--decision-grid', '--minimum-update']) {
      expect(() => read(option, '')).toThrow(`${option}: expected a value, received ""`)
    }
  })
})
