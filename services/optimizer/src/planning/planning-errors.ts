/** A thread was lost while a planner was at work in it: the request under way is to blame. */
export abstract class LostThreadError extends Error {
  abstract readonly reason: 'deadline' | 'crash'
}

/** A planner did not answer by its deadline and the margin after it. */
export class HungPlannerError extends LostThreadError {
  override readonly name = 'HungPlannerError'
  readonly reason = 'deadline'
  constructor(limitMs: number) {
    super(`the planner did not answer within ${limitMs} ms`)
  }
}

/** A planning thread ended by itself. */
export class CrashedThreadError extends LostThreadError {
  override readonly name = 'CrashedThreadError'
  readonly reason = 'crash'
  constructor(problem: string) {
    super(`the planning thread was lost: ${problem}`)
  }
}

/** A request never reached its planner, which is not to blame. */
export class UnservedError extends Error {
  override readonly name = 'UnservedError'
}
