import { describe, expect, it } from 'vitest'
import { scaleDemand } from './scale-demand.ts'

const trips = Array.from(
  { length: 50 },
  (_, index) => `  <trip id="t${index}" depart="${10 * index}.00" from="a" to="b"/>`
)
const vehicles = Array.from(
  { length: 50 },
  (_, index) =>
    `  <vehicle arrival="900" depart="${10 * index + 5}" id="v${index}">\n    <route edges="a b"/>\n  </vehicle>`
)
const file = [
  '<routes>',
  '  <vType id="car"/>',
  '<!-- <trip id="old" depart="x"/> -->',
  ...trips,
  ...vehicles,
  '</routes>'
].join('\n')
const period = { beginSeconds: 0, endSeconds: 1000 }

const departuresOf = (routes: string) =>
  [...routes.matchAll(/<(?:trip|vehicle)[^>]*>/g)].map(([tag]) => ({
    id: /\sid="([^"]*)"/.exec(tag)![1]!,
    depart: Number(/depart="([^"]*)"/.exec(tag)![1])
  }))

describe('scaleDemand', () => {
  it('keeps the wanted share, and of more demand what it keeps of less', () => {
    const idsAt = (scale: number) => departuresOf(scaleDemand(file, { ...period, scale, seed: 1 })).map(({ id }) => id)
    expect(idsAt(0.6)).toHaveLength(60)
    expect(idsAt(0.8)).toHaveLength(80)
    const more = new Set(idsAt(0.8))
    expect(idsAt(0.6).filter(id => !more.has(id))).toEqual([])
  })

  it('copies vehicles under their own ids, near their original and in the period', () => {
    const originals = new Map(departuresOf(file).map(({ id, depart }) => [id, depart]))
    const scaled = departuresOf(scaleDemand(file, { ...period, scale: 1.2, seed: 1 }))
    expect(scaled).toHaveLength(120)
    expect(new Set(scaled.map(({ id }) => id)).size).toBe(120)
    for (const { id, depart } of scaled) {
      expect(Math.abs(depart - originals.get(id.replace('-copy', ''))!)).toBeLessThanOrEqual(30)
      expect(depart).toBeGreaterThanOrEqual(0)
    }
    expect(scaled.some(({ id, depart }) => originals.get(id.replace('-copy', ''))! !== depart)).toBe(true)
  })

  it('puts departures in order of time after everything else, each element whole', () => {
    const scaled = scaleDemand(file, { ...period, scale: 1.1, seed: 1 })
    const times = departuresOf(scaled).map(({ depart }) => depart)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(scaled.indexOf('<vType')).toBeLessThan(scaled.indexOf('<trip'))
    expect(scaled.match(/<route edges="a b"\/>/g)).toHaveLength(scaled.match(/<\/vehicle>/g)!.length)
    expect(scaled).not.toContain('"old"')
    expect(scaled.trimEnd().endsWith('</routes>')).toBe(true)
  })

  it('draws others with another seed', () => {
    const withSeed = (seed: number) => scaleDemand(file, { ...period, scale: 0.5, seed })
    expect(withSeed(1)).toBe(withSeed(1))
    expect(withSeed(1)).not.toBe(withSeed(2))
  })

  it('leaves alone what is not due in the period', () => {
    const scaled = scaleDemand(file, { beginSeconds: 100, endSeconds: 200, scale: 0, seed: 1 })
    expect(departuresOf(scaled)).toHaveLength(80)
  })

  it('refuses a departure without a time', () => {
    const routes = '<routes><trip id="a" depart="triggered"/></routes>'
    expect(() => scaleDemand(routes, { ...period, scale: 0.5, seed: 1 })).toThrow(
      /"a": expected depart in seconds, received "triggered"/
    )
  })
})
