import { describe, expect, it } from 'vitest'
import { exampleJob, exampleResult } from '../../test/examples.ts'
import { groupOutcomes } from '../lab/group.ts'
import { formatAblations } from './format-ablations.ts'

const rowOf = (name: string, delays: Record<string, number>, jammed = false) => ({
  name,
  groups: groupOutcomes(
    Object.entries(delays).map(([scenario, meanDelaySeconds]) => ({
      job: exampleJob({ name: scenario }),
      result: exampleResult({ meanDelaySeconds, jammed }),
      cached: false
    })),
    ({ job }) => job.options.name
  )
})

describe('formatAblations', () => {
  it('compares every variant with the first row and counts jams', () => {
    const rows = [rowOf('all ideas', { a: 20, b: 10 }), rowOf('no price on stops', { a: 40, b: 20 }, true)]
    expect(formatAblations(rows)).toBe(
      [
        '| variant | a, s | b, s | ratio |',
        '| --- | ---: | ---: | ---: |',
        '| all ideas | 20.0 | 10.0 | 1.000 |',
        '| no price on stops | 40.0, 1 jam | 20.0, 1 jam | 2.000 |'
      ].join('\n')
    )
  })
})
