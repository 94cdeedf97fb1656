import { type Static, Type } from '@sinclair/typebox'
import { InputProblemSchema } from './schemas.ts'

/** RFC 9457 problem details. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    problems: Type.Optional(Type.Array(InputProblemSchema))
  },
  { $id: 'Problem' }
)
export type Problem = Static<typeof ProblemSchema>

/** An answer other than success; the error handler turns it into problem details. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly problem: Problem

  constructor(status: number, type: string, detail: string, problems?: Problem['problems']) {
    super(detail)
    const title = type.replaceAll('-', ' ')
    this.problem = { type: `/problems/${type}`, title, status, detail, ...(problems === undefined ? {} : { problems }) }
  }
}
