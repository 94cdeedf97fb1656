import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findSumo } from '../../../test/servers/sumo.ts'

/** The real SUMO behind a script that notes its process id and adds options. */
export interface WatchedSumo {
  /** What to start instead of `sumo`. */
  readonly binary: string
  /** Ends the SUMO that was started last. */
  kill(): void
  isRunning(): boolean
}

export async function watchSumo(directory: string, options: readonly string[] = []): Promise<WatchedSumo> {
  const { sumo } = await findSumo()
  const binary = join(directory, 'watched-sumo')
  const pidFile = join(directory, 'sumo.pid')
  writeFileSync(binary, `#!/bin/sh\necho $$ > '${pidFile}'\nexec '${sumo.path}' "$@" ${options.join(' ')}\n`)
  chmodSync(binary, 0o755)
  const pid = () => Number(readFileSync(pidFile, 'utf8'))
  return {
    binary,
    kill: () => void process.kill(pid(), 'SIGKILL'),
    isRunning: () => existsSync(`/proc/${pid()}`)
  }
}
