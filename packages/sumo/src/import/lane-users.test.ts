import { describe, expect, it } from 'vitest'
import { laneUsersOf } from './lane-users.ts'

describe('laneUsersOf', () => {
  it('knows roads, rails and the rest', () => {
    expect(laneUsersOf(undefined, undefined)).toBe('road')
    expect(laneUsersOf('all', undefined)).toBe('road')
    expect(laneUsersOf('bus', undefined)).toBe('road')
    expect(laneUsersOf(undefined, 'tram rail_urban rail rail_electric ship')).toBe('road')
    expect(laneUsersOf('tram', undefined)).toBe('rail')
    expect(laneUsersOf('bicycle', undefined)).toBe('other')
    expect(laneUsersOf('pedestrian', undefined)).toBe('other')
    expect(laneUsersOf(undefined, 'all')).toBe('other')
  })
})
