import { describe, expect, it } from 'vitest'
import { hashOf } from './content-hash.ts'

describe('hashOf', () => {
  it('does not depend on the order of fields', () => {
    expect(hashOf({ a: 1, b: { c: 2, d: 3 } })).toBe(hashOf({ b: { d: 3, c: 2 }, a: 1 }))
  })

  it('depends on every value and on the order of lists', () => {
    const hashes = [{ a: 1 }, { a: 2 }, { b: 1 }, { a: [1, 2] }, { a: [2, 1] }, { a: '1' }].map(hashOf)
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})
