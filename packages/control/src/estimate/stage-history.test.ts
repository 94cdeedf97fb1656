import { describe, expect, it } from 'vitest'
import { greenState } from '../../test/crossing.ts'
import { createStageHistory, rememberState, stateAt } from './stage-history.ts'

describe('stage history', () => {
  it('knows which stage ran when a late message was measured', () => {
    const history = createStageHistory()
    for (const [stage, sinceAtMs] of [
      [1, 0],
      [1, 0],
      [2, 30_000]
    ] as const) {
      rememberState(history, greenState(stage, sinceAtMs))
    }
    const stageAt = (atMs: number) => stateAt(history, atMs)?.stage
    expect([stageAt(29_000), stageAt(30_000), stageAt(31_000)]).toEqual([1, 1, 2])
  })

  it('takes the oldest that it knows for what lies before', () => {
    const history = createStageHistory()
    for (let change = 1; change < 30; change++) rememberState(history, greenState((change % 2) + 1, change * 1000))
    expect(stateAt(history, 0)).toBeDefined()
  })
})
