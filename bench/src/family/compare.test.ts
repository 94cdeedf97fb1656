import { describe, expect, it } from 'vitest'
import { exampleJob, exampleResult } from '../../test/examples.ts'
import type { Outcome } from '../lab/job.ts'
import type { ControllerName } from '../run/run-options.ts'
import { compareOutcomes, meetsBars, summarise } from './compare.ts'
import { formatFamilyReport } from './report.ts'

const played = (name: string, controller: ControllerName, meanDelaySeconds: number, jammed = false): Outcome => ({
  job: exampleJob({ name, controller }),
  result: exampleResult({ meanDelaySeconds, jammed }),
  cached: false
})

describe('compareOutcomes', () => {
  it('holds our delay to that of the best peer of each case', () => {
    const comparisons = compareOutcomes([
      played('a', 'selaras', 9),
      played('a', 'fixed', 20),
      played('a', 'surtrac', 10),
      played('b', 'selaras', 16),
      played('b', 'fixed', 20),
      played('b', 'surtrac', 40)
    ])
    expect(comparisons.map(({ name, best, ratio }) => ({ name, best, ratio }))).toEqual([
      { name: 'a', best: 'surtrac', ratio: 0.9 },
      { name: 'b', best: 'fixed', ratio: 0.8 }
    ])
  })

  it('tells a jam of ours from one that fixed time has too', () => {
    const comparisons = compareOutcomes([
      played('a', 'selaras', 50, true),
      played('a', 'fixed', 60),
      played('b', 'selaras', 50, true),
      played('b', 'fixed', 60, true)
    ])
    expect(comparisons.map(({ jamsAlone }) => jamsAlone)).toEqual([true, false])
  })

  it('leaves out a case that our planner could not play', () => {
    const failed: Outcome = { job: exampleJob({ name: 'a', controller: 'selaras' }), problem: 'no SUMO' }
    expect(compareOutcomes([failed, played('a', 'fixed', 20)])).toEqual([])
  })
})

describe('summarise', () => {
  const summaryOf = (...delays: readonly number[]) =>
    summarise(
      compareOutcomes(
        delays.flatMap((delay, index) => [
          played(`case ${index}`, 'selaras', delay),
          played(`case ${index}`, 'fixed', 10)
        ])
      )
    )

  it('takes the geometric mean of the ratios and the share below the best', () => {
    expect(summaryOf(5, 20)).toMatchObject({ cases: 2, belowBestShare: 0.5, ratioToBest: 1, jamsAlone: 0 })
  })

  it('meets the bars below the best peer nearly everywhere and clearly in the mean', () => {
    const times = (count: number, delay: number): number[] => Array(count).fill(delay)
    expect(meetsBars(summaryOf(...times(54, 8), ...times(6, 10.1)))).toBe(true)
    expect(meetsBars(summaryOf(...times(53, 7), ...times(7, 10.1)))).toBe(false)
    expect(meetsBars(summaryOf(...times(60, 8.6)))).toBe(false)
    expect(meetsBars(summaryOf())).toBe(false)
  })

  it('claims no bar with fewer than 60 cases', () => {
    const summary = summaryOf(...Array(59).fill(5))
    expect(meetsBars(summary)).toBe(false)
    expect(formatFamilyReport([], summary, () => undefined)).toContain(
      '59 cases, the bars ask for 60 at least: none is claimed'
    )
  })

  it('knows no jams alone where fixed time was not measured', () => {
    const outcomes = Array.from({ length: 60 }, (_, index) => [
      played(`case ${index}`, 'selaras', 5, true),
      played(`case ${index}`, 'surtrac', 10)
    ])
    const summary = summarise(compareOutcomes(outcomes.flat()))
    expect(meetsBars(summary)).toBe(false)
    expect(formatFamilyReport([], summary, () => undefined)).toContain(
      'jams where fixed time does not jam: not measured (bar 0)'
    )
  })
})
