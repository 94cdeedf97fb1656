import { describe, expect, it } from 'vitest'
import { ageExpected, createLinkTraffic } from './link-traffic.ts'

const link = {
  linkId: 'east',
  toIntersection: 1,
  toApproach: 0,
  travelSeconds: 3,
  lengthMetres: 40,
  storageVehicles: 5
}

describe('ageExpected', () => {
  it('brings forward what an intersection announced before it fell silent, until the link is a plain road', () => {
    const traffic = createLinkTraffic(link, 6)
    traffic.expected.set([0, 0, 0, 1, 2, 0])
    traffic.flow = 0.2
    ageExpected(traffic, 2)
    expect([...traffic.expected]).toEqual([0, 1, 2, 0, 0, 0])
    expect(traffic.flow).toBe(0.2)
    ageExpected(traffic, 3)
    expect([...traffic.expected]).toEqual([0, 0, 0, 0, 0, 0])
    expect(traffic.flow).toBe(0)
  })
})
