import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Corridor } from '@selaras/shared'
import { createCorridor } from '../../packages/store/test/fixtures.ts'

export const corridorId = 'demo'

/** Two intersections of the same shape. */
export const corridor: Corridor = {
  ...createCorridor(corridorId),
  intersections: ['i1', 'i2'].map(intersectionId => ({
    ...createCorridor(corridorId).intersections[0]!,
    intersectionId
  }))
}

/** Folders of a deployment on this machine, below one temporary folder. */
export interface Deployment {
  readonly root: string
  readonly corridors: string
  readonly secrets: string
  readonly envFile: string
  /** Content of a file of secrets without its line break. */
  secret(file: string): string
}

/** Runs `npm run secrets` as an operator does; returns its exit code and what it printed. */
export function runSecrets(...options: readonly string[]): { status: number | null; output: string } {
  const main = fileURLToPath(new URL('../src/secrets-main.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...options], { encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

export const secretsOptions = ({ corridors, secrets, envFile }: Omit<Deployment, 'secret'>): string[] => [
  ...['--corridors', corridors],
  ...['--out', secrets],
  ...['--env', envFile]
]

/** A deployment with one corridor and all its secrets. */
export function createDeployment(): Deployment {
  const root = mkdtempSync(join(tmpdir(), 'selaras-deploy-'))
  const corridors = mkdtempSync(join(root, 'corridors-'))
  const folders = { root, corridors, secrets: join(root, 'secrets'), envFile: join(root, '.env') }
  writeFileSync(join(corridors, 'demo.json'), JSON.stringify(corridor))
  const { status, output } = runSecrets(...secretsOptions(folders))
  if (status !== 0) throw new Error(output)
  return { ...folders, secret: file => readFileSync(join(folders.secrets, file), 'utf8').trimEnd() }
}
