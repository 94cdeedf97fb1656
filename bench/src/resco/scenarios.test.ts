import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findScenarios } from './scenarios.ts'

function folderWith(...files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'selaras-scenarios-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'cologne1'))
  for (const file of files) writeFileSync(join(folder, 'cologne1', file), '')
  return folder
}

describe('findScenarios', () => {
  it('finds a network and its demand', () => {
    const folder = folderWith('a.net.xml', 'b.rou.xml', 'c.rou.xml')
    const at = (file: string) => join(folder, 'cologne1', file)
    expect(findScenarios(folder)).toEqual([
      {
        name: 'cologne1',
        net: at('a.net.xml'),
        routes: [at('b.rou.xml'), at('c.rou.xml')],
        beginSeconds: 25_200,
        endSeconds: 28_800,
        yellowSeconds: 3
      }
    ])
  })

  it.each([
    [['a.net.xml'], 'a.net.xml'],
    [['b.rou.xml'], 'b.rou.xml'],
    [[], 'nothing'],
    [['a.net.xml', 'b.net.xml', 'c.rou.xml'], 'a.net.xml, b.net.xml, c.rou.xml']
  ])('refuses a scenario with %j', (files, received) => {
    const folder = folderWith(...files)
    expect(() => findScenarios(folder)).toThrow(
      `--scenarios: ${join(folder, 'cologne1')}: expected one .net.xml and at least one .rou.xml, received ${received}`
    )
  })

  it('refuses a folder without scenarios', () => {
    expect(() => findScenarios('/nowhere')).toThrow(
      /--scenarios: expected a folder with cologne1, .* received "\/nowhere"/
    )
  })
})
