import { type ChildProcess, spawn } from 'node:child_process'

// The pipe to its input closes when the process that started it ends, however that ends.
const guardScript = 'read -r _; kill -KILL "$1" 2>/dev/null; rm -rf "$2"'

/**
 * Ends a server and removes its folder when this process is gone: a test runner kills workers that hang, and those
 * cannot clean up. The guard itself is to be killed when the server has ended.
 */
export function guardServer(pid: number, directory: string): ChildProcess {
  const guard = spawn('sh', ['-c', guardScript, 'guard', String(pid), directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true
  })
  guard.unref()
  return guard
}
