import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Hash of a file's content, read once in this process. */
export type HashFile = (file: string) => string

export function createFileHasher(): HashFile {
  const known = new Map<string, string>()
  return file => {
    let hash = known.get(file)
    if (hash === undefined) {
      hash = createHash('sha256').update(readFileSync(file)).digest('hex')
      known.set(file, hash)
    }
    return hash
  }
}

/** Hash of a JSON value that does not depend on the order of its fields. */
export const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => [name, sorted(entry)])
  )
}
