import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'selaras-family-main-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (program: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [fileURLToPath(new URL(`../../src/${program}`, import.meta.url)), ...args], {
    encoding: 'utf8'
  })

describe('bench:family', () => {
  it('compares our planner with a peer on a generated case', () => {
    const cases = join(folder, 'cases')
    const generated = run('family-generate-main.ts', '--out', cases, '--count', '1', '--seed', '24')
    expect(generated.stdout).toContain('crossing-0024')
    const played = run('family-main.ts', '--cases', cases, '--peers', 'fixed', '--cache', join(folder, 'cache'))
    expect(played.stdout).toMatch(/crossing-0024 .* fixed +0\.\d\d/)
    expect(played.stdout).toMatch(/below the best peer of the case: 100\.0 % of 1 cases/)
    expect(played.stdout).toContain('1 cases, the bars ask for 60 at least: none is claimed')
    expect(played.status).toBe(1)
  }, 180_000)

  it('says what it expected on its command line', () => {
    expect(run('family-generate-main.ts', '--out', folder).stderr).toContain('--count: expected a whole number')
    expect(run('family-main.ts', '--cases', join(folder, 'nothing')).stderr).toContain('--cases: expected a folder')
    expect(run('family-main.ts', '--cases', folder, '--peers', 'nobody').stderr).toContain('--peers: expected some of')
  })
})
