import { Type } from '@sinclair/typebox'
import { describe, expect, it } from 'vitest'
import { checkerOf, formatProblem } from './decode.ts'

const check = checkerOf(
  Type.Object(
    {
      colour: Type.Union([Type.Literal('red'), Type.Literal('green')], { description: 'Of the lamp' }),
      vehicles: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
      lengthMetres: Type.Number({ exclusiveMinimum: 0 })
    },
    { additionalProperties: false, description: 'Everything' }
  )
)
const good = { colour: 'red', vehicles: null, lengthMetres: 1 }
const linesOf = (input: unknown): readonly string[] => {
  const checked = check(input)
  return checked.ok ? [] : checked.problems.map(formatProblem)
}

describe('checkerOf', () => {
  it('names the field, what was expected and what came, in plain words', () => {
    expect(linesOf(good)).toEqual([])
    expect(linesOf({ ...good, lengthMetres: -5 })).toEqual([
      '/lengthMetres: expected number to be greater than 0, received -5'
    ])
    expect(linesOf({ ...good, colour: 'pink' })).toEqual([
      '/colour: expected "red" or "green" (Of the lamp), received "pink"'
    ])
    expect(linesOf({ ...good, vehicles: '1' })).toEqual(['/vehicles: expected integer or null, received "1"'])
    expect(linesOf({ ...good, speed: 1 })).toEqual(['/speed: expected no such property, received 1'])
    expect(linesOf({ colour: 'red', vehicles: 1 })[0]).toBe(
      '/lengthMetres: expected required property, received nothing'
    )
  })
})
