import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const passwordBytes = 24

/** The password in a file; a new random one when there is no such file. Throws when the file is empty. */
export function keepPassword(path: string): string {
  if (existsSync(path)) {
    const password = readFileSync(path, 'utf8').trim()
    if (password === '')
      throw new Error(`${path}: expected a password, received an empty file; remove it to get a new one`)
    return password
  }
  const password = randomBytes(passwordBytes).toString('base64url')
  writeSecret(path, `${password}\n`)
  return password
}

/**
 * Writes into the file that is there: a running container has that one mounted, not one that took its place. Any user
 * may read it, since each server in the containers is another one; the folder above keeps the others of this machine out.
 */
export function writeSecret(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, content, { mode: 0o644 })
}
