import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url)), 'utf8')

/**
 * A settings file of `deploy/` for a server of a test: the given lines take the place of all lines with the same key;
 * a line of a key alone only removes.
 */
export function overrideSettings(path: string, lines: readonly string[]): string {
  const keyOf = (line: string) => line.trim().split(/\s+/)[0]
  const keys = new Set(lines.map(keyOf))
  const kept = read(path)
    .split('\n')
    .filter(line => !keys.has(keyOf(line)))
  return [...kept, ...lines.filter(line => /\s/.test(line.trim())), ''].join('\n')
}

/** Content of files of a folder by name; nothing without a folder. */
export const readFiles = (folder: string | undefined, names: readonly string[]): Record<string, string> =>
  folder === undefined ? {} : Object.fromEntries(names.map(name => [name, readFileSync(join(folder, name), 'utf8')]))
