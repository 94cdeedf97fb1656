import type { PlannedIntersection } from '@selaras/control'
import { checkerOf, PhasePlanSchema } from '@selaras/shared'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCorridor } from '../../test/corridor.ts'
import { greenState } from '../../test/field.ts'
import { toPhasePlans } from './to-phase-plans.ts'

const nowMs = 1_000_000
const corridor = createCorridor('demo', ['one'])
const states = { one: greenState(nowMs) }
const checkShape = checkerOf(PhasePlanSchema)

const near = fc.integer({ min: -20_000, max: 80_000 }).map(offset => nowMs + offset)
const time = fc.oneof(
  { weight: 20, arbitrary: near },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, nowMs + 0.5, -1, nowMs - 5000) }
)
const interval = fc.record({ stage: fc.integer({ min: 0, max: 4 }), startAtMs: time, endAtMs: time })
const chained = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 6 })
  .map(steps => {
    let startAtMs = nowMs - 5000
    return steps.map(([gapSeconds, greenSeconds], index) => {
      const endAtMs = startAtMs + greenSeconds * 1000
      const made = { stage: 1 + (index % 2), startAtMs, endAtMs }
      startAtMs = endAtMs + gapSeconds * 1000
      return made
    })
  })
const planned: fc.Arbitrary<PlannedIntersection> = fc.record({
  intersectionId: fc.constant('one'),
  intervals: fc.oneof(chained, fc.array(interval, { maxLength: 5 })),
  reason: fc.string(),
  stoppedBy: fc.constantFrom('complete', 'deadline')
})

// Written without the validator: what the crossing's controller demands of a plan, in plain arithmetic.
function isSafe(intervals: PlannedIntersection['intervals']): boolean {
  const [first] = intervals
  if (first === undefined || first.stage !== 1 || first.startAtMs !== nowMs - 5000 || first.endAtMs < nowMs)
    return false
  return intervals.every(({ stage, startAtMs, endAtMs }, index) => {
    const next = intervals[index + 1]
    const greenMs = endAtMs - startAtMs
    if (stage !== 1 && stage !== 2) return false
    if (!(greenMs > 0) || greenMs > 60_000) return false
    if (next === undefined) return endAtMs >= nowMs + 5000
    return greenMs >= 5000 && next.stage !== stage && next.startAtMs - endAtMs >= 5000
  })
}

it('lets exactly the safe plans through', () => {
  let safe = 0
  const check = fc.property(planned, output => {
    const stamp = { corridor, epoch: 1, nowMs, validityMs: 5000, states, used: new Map(), current: {} }
    const { plans, rejected } = toPhasePlans([output], stamp)
    expect(plans.length + rejected.length).toBe(1)
    expect(plans.length === 1).toBe(isSafe(output.intervals))
    if (plans.length === 0) return
    safe++
    expect(checkShape(plans[0]).ok).toBe(true)
  })
  fc.assert(check, { numRuns: 20_000 })
  expect(safe).toBeGreaterThan(100)
})
