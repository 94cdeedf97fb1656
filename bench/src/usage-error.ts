/** The command line does not say what to do; the message names the option, what was expected and what came. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
