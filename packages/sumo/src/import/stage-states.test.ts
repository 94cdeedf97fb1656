import { describe, expect, it } from 'vitest'
import { stageStatesOf } from './stage-states.ts'

const programOf = (...phases: readonly (readonly [number, string])[]) => ({
  tlsId: 'x',
  programId: '0',
  offsetSeconds: 0,
  phases: phases.map(([durationSeconds, state]) => ({ durationSeconds, state }))
})

describe('stageStatesOf', () => {
  it('adds yellow and all-red to the stage before', () => {
    expect(stageStatesOf(programOf([30, 'Gr'], [3, 'yr'], [2, 'rr'], [20, 'rG'], [3, 'ry']), [0, 1])).toEqual({
      states: ['Gr', 'rG'],
      sequence: [
        { stage: 1, seconds: 35 },
        { stage: 2, seconds: 23 }
      ],
      leadSeconds: 0
    })
  })

  it('merges equal states and keeps their order in the cycle', () => {
    const { states, sequence } = stageStatesOf(
      programOf([10, 'Grr'], [10, 'rGr'], [10, 'Grr'], [5, 'Grr'], [10, 'rrG']),
      [0, 1, 2]
    )
    expect(states).toEqual(['Grr', 'rGr', 'rrG'])
    expect(sequence.map(({ stage, seconds }) => [stage, seconds])).toEqual([
      [1, 10],
      [2, 10],
      [1, 15],
      [3, 10]
    ])
  })

  it('starts late when the programme starts with a clearance', () => {
    const { sequence, leadSeconds } = stageStatesOf(programOf([4, 'yr'], [20, 'rG'], [3, 'ry'], [30, 'Gr']), [0, 1])
    expect(leadSeconds).toBe(4)
    expect(sequence.map(({ seconds }) => seconds)).toEqual([23, 34])
  })

  it('starts early when the stage of the end goes on at the beginning', () => {
    const { sequence, leadSeconds } = stageStatesOf(programOf([10, 'Gr'], [20, 'rG'], [5, 'Gr']), [0, 1])
    expect(leadSeconds).toBe(-5)
    expect(sequence.map(({ stage, seconds }) => [stage, seconds])).toEqual([
      [1, 15],
      [2, 20]
    ])
  })

  it('makes a stage for a link that is green only beside yellow', () => {
    expect(stageStatesOf(programOf([10, 'Grr'], [5, 'yGr'], [10, 'rrG']), [0, 1, 2]).states).toEqual([
      'Grr',
      'rrG',
      'rGr'
    ])
  })

  it('finds no stage in flashing and all-red', () => {
    expect(stageStatesOf(programOf([10, 'oo'], [10, 'rr'], [1, 'uu']), [0, 1]).states).toEqual([])
  })
})
