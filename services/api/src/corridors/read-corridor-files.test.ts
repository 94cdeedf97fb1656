import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCorridor } from '../../../../packages/store/test/fixtures.ts'
import { CorridorFileError, readCorridorFiles } from './read-corridor-files.ts'

describe('readCorridorFiles', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'selaras-corridors-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (name: string, content: string) => writeFileSync(join(folder, name), content)
  const read = (...names: string[]) =>
    readCorridorFiles(names.map(name => join(folder, name))).map(({ corridorId }) => corridorId)

  it('takes the corridors of a folder by name, and nothing else that lies there', () => {
    write('b.json', JSON.stringify(createCorridor('second')))
    write('a.yaml', JSON.stringify(createCorridor('first')))
    write('README.md', '# corridors')
    expect(read('.')).toEqual(['first', 'second'])
    expect(read('b.json', 'a.yaml')).toEqual(['second', 'first'])
  })

  it('names the file and the field of a bad corridor, and a path that leads nowhere', () => {
    write('bad.json', JSON.stringify({ ...createCorridor('bad'), timeZone: 7 }))
    expect(() => read('.')).toThrow(/bad\.json:\n.*timeZone.*expected.*received/)
    expect(() => read('.')).toThrow(CorridorFileError)
    expect(() => read('missing')).toThrow(/missing: expected a file or a folder: ENOENT/)
  })
})
