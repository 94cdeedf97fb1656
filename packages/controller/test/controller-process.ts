import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A controller as a process of its own. */
export interface ControllerProcess {
  /** What it wrote so far, on both streams. */
  output(): string
  kill(signal: NodeJS.Signals): void
  /** Exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>
}

/** Starts `src/main.ts` with the given command line. */
export function startControllerProcess(...commandLine: readonly string[]): ControllerProcess {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, ...commandLine], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
    })
  }
  return {
    output: () => output,
    kill: signal => void child.kill(signal),
    exited: once(child, 'exit').then(([code]) => code)
  }
}
