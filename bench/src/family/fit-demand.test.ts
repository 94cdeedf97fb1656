import { describe, expect, it } from 'vitest'
import { drawFeatures } from './features.ts'
import { fitDemand } from './fit-demand.ts'
import { layNetwork } from './network/layout.ts'
import { createRandom } from './random.ts'
import { intergreensOf } from './signals/fixed-plan.ts'

const fit = (seed: number) => {
  const features = drawFeatures(seed)
  const network = layNetwork(features, createRandom(seed))
  return { features, network, ...fitDemand(network, features, createRandom(seed + 1)) }
}

const fits = Array.from({ length: 24 }, (_, seed) => fit(seed))

describe('fitDemand', () => {
  it('routes over connections that exist, from an entry to an exit', () => {
    for (const { network, flows } of fits) {
      const connections = [...network.connections, ...network.signals.flatMap(signal => signal.connections)]
      const known = new Set(connections.map(({ from, to }) => `${from} ${to}`))
      const ends = network.terminals.map(({ entryEdge }) => entryEdge)
      for (const { edges } of flows) {
        expect(ends).toContain(edges[0])
        const steps = edges.slice(1).map((edge, position) => `${edges[position]} ${edge}`)
        expect(steps.filter(step => !known.has(step))).toEqual([])
      }
    }
  })

  it('plans one cycle for all signals, which greens and yellows fill', () => {
    for (const { signals } of fits) {
      expect(new Set(signals.map(({ plan }) => plan.cycleSeconds)).size).toBe(1)
      for (const { stages, plan } of signals) {
        const seconds = [...plan.greenSeconds, ...intergreensOf(stages)]
        expect(seconds.reduce((sum, value) => sum + value, 0)).toBe(plan.cycleSeconds)
      }
    }
  })

  it('gives every link green in some stage', () => {
    for (const { signal, stages } of fits.flatMap(({ signals }) => signals)) {
      const unserved = signal.connections.filter((_, link) => stages.every(stage => stage[link] === 'r'))
      expect(unserved).toEqual([])
    }
  })

  it('runs eight stages where a dual ring has far-turn lanes on all approaches', () => {
    const rings = fits.filter(({ features }) => features.rowPlan === 'ring' && features.columnPlan === 'ring')
    expect(rings.flatMap(({ signals }) => signals.map(({ stages }) => stages.length))).toContain(8)
  })

  it('sends more vehicles where more capacity is to be used', () => {
    const features = drawFeatures(2)
    const network = layNetwork(features, createRandom(2))
    const scaleAt = (volumeToCapacity: number) =>
      fitDemand(network, { ...features, volumeToCapacity }, createRandom(3)).vehiclesPerHourPerWeight
    expect(scaleAt(1)).toBeGreaterThan(1.3 * scaleAt(0.5))
  })
})
