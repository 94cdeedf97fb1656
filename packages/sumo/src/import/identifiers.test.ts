import { isIdentifier } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { Identifiers } from './identifiers.ts'

describe('Identifiers', () => {
  it('writes readable identifiers', () => {
    expect(new Identifiers().take('GS_cluster_357187_359543')).toBe('gs-cluster-357187-359543')
  })

  it('numbers what is taken and keeps to 64 characters', () => {
    const identifiers = new Identifiers()
    const long = 'joinedS_'.repeat(20)
    const taken = ['A#1', 'a 1', long, long, '', '---', 'Straße'].map(text => identifiers.take(text))
    expect(taken.slice(0, 2)).toEqual(['a-1', 'a-1-2'])
    expect(new Set(taken).size).toBe(taken.length)
    expect(taken.every(isIdentifier)).toBe(true)
  })
})
