import { describe, expect, it } from 'vitest'
import { exampleJob, exampleResult } from '../../test/examples.ts'
import { groupOutcomes } from '../lab/group.ts'
import type { Outcome } from '../lab/job.ts'
import type { RunResult } from '../sumo/result.ts'
import { formatRescoReport, meetsBar } from './report.ts'

const outcomeOf = (changes: Partial<RunResult>): Outcome => ({
  job: exampleJob({ name: 'cologne1', seed: changes.seed ?? 1 }),
  result: exampleResult(changes),
  cached: false
})

const groupOf = (...outcomes: Outcome[]) => ({
  ...groupOutcomes(outcomes, ({ job }) => job.options.name)[0]!,
  barSeconds: 25,
  failedReferences: [],
  jammedReferences: []
})
const failed: Outcome = { job: exampleJob({ name: 'cologne1' }), problem: 'no SUMO' }

describe('meetsBar', () => {
  it('holds the mean over the seeds to the bar', () => {
    expect(meetsBar(groupOf(outcomeOf({ meanDelaySeconds: 24 }), outcomeOf({ meanDelaySeconds: 26 })))).toBe(true)
    expect(meetsBar(groupOf(outcomeOf({ meanDelaySeconds: 24 }), outcomeOf({ meanDelaySeconds: 26.1 })))).toBe(false)
  })

  it('forgives no jam, no failed run, no unsafe display and no rejected plan', () => {
    expect(meetsBar(groupOf(outcomeOf({ jammed: true })))).toBe(false)
    expect(meetsBar(groupOf(outcomeOf({ violations: ['conflict'] })))).toBe(false)
    expect(meetsBar(groupOf(outcomeOf({ plansRejected: 1 })))).toBe(false)
    expect(meetsBar(groupOf(outcomeOf({}), failed))).toBe(false)
  })
})

describe('meetsBar without a delay to hold', () => {
  it('is false when every run failed or no vehicle drove, with a bar and without', () => {
    const empty = outcomeOf({ vehicles: 0, meanDelaySeconds: 0 })
    for (const group of [groupOf(failed), groupOf(empty), { ...groupOf(outcomeOf({})), runs: 0 }]) {
      expect(meetsBar({ ...group, failed: [] })).toBe(false)
      expect(meetsBar({ ...group, failed: [], barSeconds: undefined })).toBe(false)
    }
  })

  it('is false for a bar that was not measured, and for a reference that failed', () => {
    expect(meetsBar({ ...groupOf(outcomeOf({})), barSeconds: 'not measured' })).toBe(false)
    expect(meetsBar({ ...groupOf(outcomeOf({})), failedReferences: ['fixed: no SUMO'] })).toBe(false)
    expect(meetsBar({ ...groupOf(outcomeOf({})), jammedReferences: ['actuated jams'] })).toBe(true)
  })
})

describe('formatRescoReport', () => {
  it('shows failed runs as failed, never as a delay of 0', () => {
    const text = formatRescoReport([{ ...groupOf(failed), failedReferences: ['fixed: cologne1, seed 1: no SUMO'] }])
    expect(text).toMatch(/cologne1 +0 of 1 +failed +25\.0 .* – .*MISSED/)
    expect(text).not.toContain('0.00')
    expect(text).toContain('failed: cologne1, seed 1: no SUMO')
    expect(text).toContain('failed: fixed: cologne1, seed 1: no SUMO')
  })

  it('says that a bar was not measured', () => {
    expect(formatRescoReport([{ ...groupOf(outcomeOf({})), barSeconds: 'not measured' }])).toMatch(
      /not measured .*MISSED/
    )
  })

  it('names the seeds that jam and prints ours beside the published figures', () => {
    const text = formatRescoReport([groupOf(outcomeOf({ seed: 3, jammed: true, meanDelaySeconds: 30 }))])
    expect(text).toMatch(/cologne1 +1 +30\.00 +25\.0 +1 +56\.5 +27\.6 +\[25\.8\] +1\.09 .* MISSED/)
    expect(text).toContain('cologne1: jam with seed 3')
  })
})
