import { describe, expect, it } from 'vitest'
import { createOptionReader } from './option-reader.ts'

const read = (...args: string[]) => createOptionReader(args, ['seeds', 'scale', 'kind'])

describe('createOptionReader', () => {
  it('reads numbers and ranges, each number once', () => {
    expect(read('--seeds', '1-3,7,2').wholes('seeds', '1')).toEqual([1, 2, 3, 7])
    expect(read().wholes('seeds', '1-2')).toEqual([1, 2])
  })

  it('names the option, what was expected and what came', () => {
    expect(() => read('--seeds', '3-1').wholes('seeds', '1')).toThrow(/--seeds: expected .* received "3-1"/)
    expect(() => read('--scale', '2').number('scale', 1, 0.5, 1.5)).toThrow(
      '--scale: expected a number from 0.5 to 1.5, received "2"'
    )
    expect(() => read('--scale', '').number('scale', 1, 0, 1)).toThrow(/--scale/)
    expect(() => read('--kind', '').find('kind')).toThrow('--kind: expected a value, received ""')
    expect(() => read('--kind', 'c').oneOf('kind', ['a', 'b'], 'a')).toThrow(
      '--kind: expected one of a, b, received "c"'
    )
    expect(() => read().text('kind')).toThrow('--kind: expected a value, received nothing')
  })

  it('refuses options that it does not know', () => {
    expect(() => read('--speed', '1')).toThrow(/--speed/)
  })
})
