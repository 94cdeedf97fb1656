import { describe, expect, it } from 'vitest'
import { exampleJob, exampleResult } from '../../test/examples.ts'
import { groupOutcomes } from '../lab/group.ts'
import type { BudgetCurve } from './budget-curve.ts'
import { drawBudgets } from './draw-budgets.ts'
import { findMisses, formatPlanTimes, type PlanTimeReport, planTimesOf } from './report.ts'

/** Delays without a budget, with twice the mean need, and with a half of it. */
const curveOf = (delays: readonly number[], jammed = false): BudgetCurve => ({
  name: 'grid',
  points: delays.map((meanDelaySeconds, index) => ({
    share: [Number.POSITIVE_INFINITY, 2, 1 / 2][index]!,
    meanExpansions: [400, 390, 200][index]!,
    group: groupOutcomes(
      [{ job: exampleJob(), result: exampleResult({ meanDelaySeconds, jammed }), cached: false }],
      () => 'g'
    )[0]!
  }))
})

const report = (change: Partial<PlanTimeReport> = {}): PlanTimeReport => ({
  times: [{ name: 'grid', planTimeMs: { p50: 5, p99: 12, max: 30 } }],
  growths: [
    {
      dimension: 'signals',
      points: [
        { size: 5, p50Ms: 1 },
        { size: 10, p50Ms: 2 }
      ],
      exponent: 1
    }
  ],
  curves: [curveOf([20, 20.4, 22])],
  ...change
})

describe('findMisses', () => {
  it('finds nothing while everything is within its bar', () => {
    expect(findMisses(report())).toEqual([])
    expect(formatPlanTimes(report())).toContain('All bars are met.')
  })

  it('names plan times, growth and losses above their bars', () => {
    const misses = findMisses({
      times: [{ name: 'grid', planTimeMs: { p50: 9, p99: 12, max: 51 } }],
      growths: [{ dimension: 'lanes', points: [], exponent: 1.2 }],
      curves: [curveOf([20, 21])]
    })
    expect(misses).toEqual([
      'grid: p50 is 9.0 ms, the bar 8 ms',
      'grid: max is 51.0 ms, the bar 50 ms',
      'plan time grows with lanes to the power of 1.20',
      'grid: half the deadline costs +5.0 %'
    ])
  })
})

describe('findMisses of what was not measured', () => {
  const failed = { job: exampleJob({ name: 'a' }), problem: 'no SUMO' }

  it('takes nothing for a miss', () => {
    expect(findMisses({ times: [], growths: [], curves: [] })).toEqual([
      'plan times: not measured',
      'growth: not measured',
      'delay against the budget: not measured'
    ])
    const nothing = { p50: Number.NaN, p99: Number.NaN, max: Number.NaN }
    expect(findMisses(report({ times: [{ name: 'grid', planTimeMs: nothing }] }))).toHaveLength(3)
    const growths = [{ dimension: 'lanes', points: [], exponent: Number.NaN }]
    expect(findMisses(report({ growths }))).toEqual(['plan time grows with lanes to the power of NaN'])
  })

  it('takes failed and jammed runs for a miss', () => {
    const [point] = curveOf([20]).points
    const group = groupOutcomes([failed], () => 'a')[0]!
    const curves: BudgetCurve[] = [{ name: 'a', points: [{ ...point!, group }] }, curveOf([20, 20], true)]
    expect(findMisses(report({ curves }))).toEqual([
      'failed: a, seed 1: no SUMO',
      'a: half the deadline costs an unknown delay: not measured',
      'grid: jam with seed 1 (complete)',
      'grid: jam with seed 1 (2 ×)'
    ])
  })

  it('keeps the names of the cases that were played after one that failed', () => {
    const played = { job: exampleJob({ name: 'b' }), result: exampleResult(), cached: false }
    const times = planTimesOf([failed, played])
    expect(times).toEqual([
      { name: 'a', problem: 'no SUMO' },
      { name: 'b', planTimeMs: exampleResult().planTimeMs }
    ])
    expect(findMisses(report({ times }))).toEqual(['a: no plan time: no SUMO'])
    expect(formatPlanTimes(report({ times }))).toContain('| a | failed | failed | failed |')
  })
})

describe('the report', () => {
  it('shows delay at the full budget and what smaller ones add, with the states that were computed', () => {
    const text = formatPlanTimes(report())
    expect(text).toContain('| delay, s (states of a search) | complete | 2 × | 1/2 |')
    expect(text).toContain('| grid | 20.00 (400) | +2.0 % (390) | +10.0 % (200) |')
    expect(text).toContain('| signals | 5: 1.00, 10: 2.00 | 1.00 |')
  })

  it('draws a line for each case', () => {
    const picture = drawBudgets([curveOf([20, 20.4, 22])])
    expect(picture.match(/<polyline/g)).toHaveLength(1)
    expect(picture).toContain('>10 %<')
    expect(picture).toContain('>grid<')
  })
})
