import { describe, expect, it } from 'vitest'
import { detectionsAt } from '../../test/field.ts'
import { selectDetections } from './select-detections.ts'

const arrivedAt = (...seconds: number[]) =>
  seconds.map(second => ({ intersectionId: 'one', message: detectionsAt(second * 1000) }))
const ends = (selection: ReturnType<typeof selectDetections>) =>
  selection.accepted.map(({ message }) => message.intervalEndAtMs / 1000)

describe('selectDetections', () => {
  it('puts messages in order of time', () => {
    const selection = selectDetections(arrivedAt(3, 1, 2), new Map(), 10_000, false)
    expect(ends(selection)).toEqual([1, 2, 3])
  })

  it('ignores what is not newer than what was taken', () => {
    const newest = new Map([['one', 2000]])
    const selection = selectDetections(arrivedAt(1, 2, 3, 3), newest, 10_000, false)
    expect(ends(selection)).toEqual([3])
    expect(selection.ignored).toEqual({ late: 3, future: 0, backlog: 0 })
  })

  it('ignores a message from the future, and goes on taking those after it', () => {
    const newest = new Map<string, number>()
    expect(selectDetections(arrivedAt(99), newest, 10_000, false).ignored.future).toBe(1)
    expect(ends(selectDetections(arrivedAt(5), newest, 10_000, false))).toEqual([5])
  })

  it('uses only the newest of each intersection at the first read', () => {
    const arrived = [...arrivedAt(1, 2, 3), { intersectionId: 'two', message: detectionsAt(2000) }]
    const selection = selectDetections(arrived, new Map(), 10_000, true)
    expect(selection.accepted.map(({ intersectionId, message }) => [intersectionId, message.intervalEndAtMs])).toEqual([
      ['two', 2000],
      ['one', 3000]
    ])
    expect(selection.ignored.backlog).toBe(2)
  })
})
