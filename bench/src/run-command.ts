import { UsageError } from './usage-error.ts'

/** Runs a command line: its exit code is what `main` returns, 2 with the usage when the line is wrong, 1 after an error. */
export async function runCommand(usage: string, main: (args: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    if (error instanceof UsageError) process.stderr.write(`\n${usage}\n`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}
