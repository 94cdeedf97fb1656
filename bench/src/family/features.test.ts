import { describe, expect, it } from 'vitest'
import { drawFeatures, isHeldOut, type Kind } from './features.ts'

const seeds = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + 2 * index)

const mixture = (chosen: readonly number[]) => {
  const kinds = chosen.map(seed => drawFeatures(seed).kind)
  const count = (kind: Kind) => kinds.filter(other => other === kind).length
  return [count('crossing'), count('t-junction'), count('corridor'), count('grid')]
}

describe('drawFeatures', () => {
  it('draws the same from the same seed and something else from another', () => {
    expect(drawFeatures(17)).toEqual(drawFeatures(17))
    expect(drawFeatures(17)).not.toEqual(drawFeatures(57))
  })

  it('draws a corridor of as many signals as are wanted', () => {
    const { kind, rows, columns, columnGapMetres, columnLanes } = drawFeatures(17, { signals: 20 })
    expect({ kind, rows, columns }).toEqual({ kind: 'corridor', rows: 1, columns: 20 })
    expect([columnGapMetres.length, columnLanes.length]).toEqual([19, 20])
  })

  it('holds the same mixture of kinds in both halves of the family', () => {
    expect(mixture(seeds(0, 20))).toEqual([5, 3, 8, 4])
    expect(mixture(seeds(41, 20))).toEqual([5, 3, 8, 4])
    expect(seeds(41, 20).every(isHeldOut)).toBe(true)
  })

  it('covers both driving sides, every plan, demand from half to more than capacity, and links from 60 to 400 m', () => {
    const drawn = seeds(0, 100).map(seed => drawFeatures(seed))
    expect(new Set(drawn.map(({ drivingSide }) => drivingSide)).size).toBe(2)
    expect(new Set(drawn.map(({ rowPlan }) => rowPlan))).toEqual(
      new Set(['permissive', 'leading', 'lagging', 'split', 'ring'])
    )
    const loads = drawn.map(({ volumeToCapacity }) => volumeToCapacity)
    expect(Math.min(...loads)).toBeLessThan(0.55)
    expect(Math.max(...loads)).toBeGreaterThan(1.05)
    const gaps = drawn.flatMap(({ columnGapMetres, rowGapMetres }) => [...columnGapMetres, ...rowGapMetres])
    expect(Math.min(...gaps)).toBeLessThan(70)
    expect(Math.max(...gaps)).toBeGreaterThan(350)
  })
})
