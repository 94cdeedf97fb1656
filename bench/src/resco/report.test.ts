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
  barSeconds: 25
})

describe('meetsBar', () => {
  it('holds the mean over the seeds to the bar', () => {
    expect(meetsBar(groupOf(outcomeOf({ meanDelaySeconds: 24 }), outcomeOf({ meanDelaySeconds: 26 })))).toBe(true)
    expect(meetsBar(groupOf(outcomeOf({ meanDelaySeconds: 24 }), outcomeOf({ meanDelaySeconds: 26.1 })))).toBe(false)
  })

  it('forgives no jam, no failed run, no unsafe display and no rejected plan', () => {
    expect(meetsBar(groupOf(outcomeOf({ jammed: true })))).toBe(false)
    expect(meetsBar(groupOf(outcomeOf({ violations: ['conflict'] })))).toBe(false)
    expect(meetsBar(groupOf(outcomeOf({ plansRejected: 1 })))).toBe(false)
    expect(meetsBar(groupOf(outcomeOf({}), { job: exampleJob({ name: 'cologne1' }), problem: 'no SUMO' }))).toBe(false)
  })
})

describe('formatRescoReport', () => {
  it('names the seeds that jam and prints ours beside the published figures', () => {
    const text = formatRescoReport([groupOf(outcomeOf({ seed: 3, jammed: true, meanDelaySeconds: 30 }))])
    expect(text).toMatch(/cologne1 +1 +30\.00 +25\.0 +1 +56\.5 +27\.6 +\[25\.8\] +1\.09 .* MISSED/)
    expect(text).toContain('cologne1: jam with seed 3')
  })
})
