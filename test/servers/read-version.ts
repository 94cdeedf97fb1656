import { spawnSync } from 'node:child_process'

/** The version that a program prints about itself, e.g. `2.0.11`; `unknown` when it prints none. */
export function readVersion(path: string, versionArguments: readonly string[]): string {
  const { stdout, stderr } = spawnSync(path, [...versionArguments], { encoding: 'utf8', timeout: 20_000 })
  return /\bv(?:ersion\s+|=)(\d[\w.+-]*)/i.exec(`${stdout}\n${stderr}`)?.[1] ?? 'unknown'
}
