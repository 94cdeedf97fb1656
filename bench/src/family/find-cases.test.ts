import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { drawFeatures } from './features.ts'
import { findCases } from './find-cases.ts'

const whole = {
  name: 'crossing-0000',
  net: 'net.xml',
  routes: 'rou.xml',
  beginSeconds: 0,
  endSeconds: 1800,
  features: drawFeatures(0)
}

function folderWith(...descriptions: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'selaras-cases-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [index, description] of descriptions.entries()) {
    const own = join(folder, `${index}`)
    mkdirSync(own)
    for (const file of ['net.xml', 'rou.xml']) writeFileSync(join(own, file), '')
    writeFileSync(join(own, 'case.json'), description)
  }
  return folder
}

describe('findCases', () => {
  it('finds each case with its files', () => {
    const folder = folderWith(JSON.stringify(whole))
    const files = { net: join(folder, '0', 'net.xml'), routes: [join(folder, '0', 'rou.xml')] }
    expect(findCases(folder)).toMatchObject([{ benchCase: { name: 'crossing-0000', ...files, endSeconds: 1800 } }])
  })

  it.each([
    ['{"name": ', /expected the JSON of a case, received .*JSON/],
    ['[]', /expected the object of a case, received \[\]/],
    ['{}', /expected name: text, received nothing/],
    [
      JSON.stringify({ ...whole, net: 'other.xml' }),
      /expected net: the name of a file beside it, received "other.xml"/
    ],
    [JSON.stringify({ ...whole, endSeconds: 0 }), /expected endSeconds: a whole number above beginSeconds, received 0/],
    [JSON.stringify({ ...whole, features: {} }), /expected features: .*, received \{\}/]
  ])('refuses the case %s beside a good one', (description, message) => {
    const folder = folderWith(JSON.stringify(whole), description)
    expect(() => findCases(folder)).toThrow(message)
    expect(() => findCases(folder)).toThrow(`--cases: ${join(folder, '1', 'case.json')}: `)
  })

  it('refuses a name that comes twice', () => {
    expect(() => findCases(folderWith(JSON.stringify(whole), JSON.stringify(whole)))).toThrow(
      /expected each name once, received "crossing-0000" twice/
    )
  })

  it('refuses a folder without cases', () => {
    expect(() => findCases(folderWith())).toThrow(/--cases: expected a folder that bench:family:generate wrote/)
    expect(() => findCases('/nowhere')).toThrow(/received "\/nowhere"/)
  })
})
