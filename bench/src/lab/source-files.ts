import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const imported = /^\s*(?:import|export)\s+(?!type\b)(?:[^'"`;]*?\bfrom\s+)?'([^']+)'/gm

/**
 * The source files that run when `entry` is loaded: itself and what it imports, through workspace packages too.
 *
 * A type import does not run and a dynamic import is another entry: both are left out. Of a package from outside the
 * workspace only its entry file is listed.
 *
 * @returns absolute paths, sorted.
 */
export function sourceFilesOf(entry: URL): readonly string[] {
  const found = new Set<string>()
  const pending = [fileURLToPath(entry)]
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file)) continue
    found.add(file)
    if (!file.endsWith('.ts')) continue
    const url = pathToFileURL(file)
    const { resolve } = createRequire(url)
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(imported)) {
      if (specifier.startsWith('node:')) continue
      pending.push(specifier.startsWith('.') ? fileURLToPath(new URL(specifier, url)) : resolve(specifier))
    }
  }
  return [...found].sort()
}
