export const usage = 'npm run fuzz:plans -- [--count 1000000] [--seed N] [--json FILE]'

/** The command line does not say what to do; the message names the option, what was expected and what came. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  constructor(problem: string) {
    super(`${problem}\n\n${usage}`)
  }
}
