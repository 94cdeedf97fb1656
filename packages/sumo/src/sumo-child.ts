import { spawn } from 'node:child_process'

/** After SUMO has closed its connection it may take this long to write its output and end. */
const endLimitMs = 10_000

/** A SUMO process. It ends with ours. */
export interface SumoChild {
  readonly ended: Promise<void>
  hasEnded(): boolean
  kill(): void
  /** What SUMO said before it ended, or how it ended; waits for the end. */
  explainEnd(): Promise<string>
}

export function spawnSumo(binary: string, args: readonly string[]): SumoChild {
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  let failure: Error | undefined
  let isOver = false
  child.stderr.setEncoding('utf8').on('data', chunk => {
    said += chunk
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>(resolve => {
    // 'close' comes when everything that SUMO said has been read, 'error' alone when it did not start.
    child.once('close', () => resolve())
    child.once('error', error => {
      failure = error
      resolve()
    })
  }).then(() => {
    isOver = true
    process.off('exit', kill)
  })
  return {
    ended,
    hasEnded: () => isOver,
    kill,
    async explainEnd() {
      const timer = setTimeout(kill, endLimitMs)
      await ended
      clearTimeout(timer)
      return wordsOf(said) || (failure?.message ?? `it ended with ${child.signalCode ?? child.exitCode}`)
    }
  }
}

const wordsOf = (said: string): string =>
  said
    .replaceAll(/^Warning:.*\n/gm, '')
    .replace('Quitting (on error).', '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
