import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** One of the services as a process of its own. */
export interface ServiceProcess {
  /** Parsed log lines so far. */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  /** What it wrote on standard error so far. */
  errors(): string
  /** Base address of its HTTP server; undefined before it listens. */
  findUrl(): string | undefined
  kill(signal: NodeJS.Signals): void
  /** Exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>
}

const repository = fileURLToPath(new URL('..', import.meta.url))

/** Starts a service's `src/main.ts`, of this repository or of a copy, with the given environment on a free port. */
export function startServiceProcess(
  service: 'ingest' | 'optimizer' | 'api',
  env: Readonly<Record<string, string>>,
  folder = repository
): ServiceProcess {
  const main = join(folder, 'services', service, 'src/main.ts')
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], HTTP_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const lines: Record<string, unknown>[] = []
  let errors = ''
  createInterface({ input: child.stdout }).on('line', line => lines.push(JSON.parse(line)))
  child.stderr.on('data', chunk => {
    errors += chunk
  })
  return {
    lines,
    errors: () => errors,
    findUrl: () => lines.find(({ address }) => address !== undefined)?.['address'] as string | undefined,
    kill: signal => void child.kill(signal),
    exited: once(child, 'exit').then(([code]) => code)
  }
}
