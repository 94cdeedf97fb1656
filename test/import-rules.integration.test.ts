import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const tree = mkdtempSync(join(tmpdir(), 'selaras-lint-'))
for (const file of ['biome.json', '.gitignore']) copyFileSync(join(root, file), join(tree, file))
afterAll(() => rmSync(tree, { recursive: true }))

/** What Biome says about a file of this text at this place of the tree; empty when it has nothing to object. */
function lint(path: string, text: string): string {
  const file = join(tree, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${text}\n`)
  const biome = join(root, 'node_modules/.bin/biome')
  const { status, stdout, stderr } = spawnSync(biome, ['lint', '--error-on-warnings', path], {
    cwd: tree,
    encoding: 'utf8'
  })
  rmSync(file)
  return status === 0 ? '' : `${stdout}${stderr}`
}

describe('import rules', () => {
  const control = 'packages/control/src/planted.ts'

  it.each([
    ["export { readFileSync } from 'node:fs'"],
    ["export { createMemoryStore } from '@selaras/store'"],
    ["export { createMemoryStore } from '../../store/src/index.ts'"],
    ['export const now = (): number => Date.now()'],
    ['export const now = (): number => globalThis.Date.now()'],
    ['export const now = (): number => performance.now()'],
    ['export const id = (): string => crypto.randomUUID()'],
    ["export const page = fetch('http://localhost')"],
    ['export const later = (): void => void setImmediate(() => undefined)']
  ])('refuse in the pure packages: %s', text => {
    expect(lint(control, text)).toMatch(/noRestrictedImports|noRestrictedGlobals/)
  })

  it.each([["'../../ingest/src/app.ts'"], ["'../../../ingest/src/batch/batcher.ts'"], ["'@selaras/ingest'"]])(
    'refuse one service in another: %s',
    from => {
      expect(lint('services/api/src/planted.ts', `export { x } from ${from}`)).toContain('noRestrictedImports')
    }
  )

  it('refuse the optimiser in the field', () => {
    const text = "export { x } from '@selaras/control'"
    expect(lint('packages/controller/src/planted.ts', text)).toContain('noRestrictedImports')
  })

  it('let pure code be', () => {
    expect(lint(control, 'export const twice = (value: number): number => 2 * value')).toBe('')
  })

  it('find no randomness in the pure packages', () => {
    const files = globSync('packages/{control,shared}/src/**/*.ts', { cwd: root })
    expect(files.length).toBeGreaterThan(20)
    // A member of a global, which the linter cannot name alone.
    expect(files.filter(file => readFileSync(join(root, file), 'utf8').includes('Math.random'))).toEqual([])
  })
})
