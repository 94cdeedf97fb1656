import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchCase } from '../run/run-options.ts'
import { UsageError } from '../usage-error.ts'
import type { Features } from './features.ts'
import type { FamilyCase } from './generate-case.ts'
import { yellowSeconds } from './signals/fixed-plan.ts'

export interface FoundCase {
  readonly benchCase: BenchCase
  readonly features: Features
}

/**
 * The generated cases in a folder, by name.
 *
 * @throws {UsageError} when the folder has none, or a folder in it is no whole case.
 */
export function findCases(folder: string): readonly FoundCase[] {
  const found = foldersIn(folder).map(name => {
    const own = join(folder, name)
    const { net, routes, beginSeconds, endSeconds, features, ...described } = readCase(own)
    const files = { net: join(own, net), routes: [join(own, routes)] }
    return { benchCase: { name: described.name, ...files, beginSeconds, endSeconds, yellowSeconds }, features }
  })
  if (found.length === 0) {
    throw new UsageError(`--cases: expected a folder that bench:family:generate wrote, received "${folder}"`)
  }
  const names = found.map(({ benchCase }) => benchCase.name)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined)
    throw new UsageError(`--cases: ${folder}: expected each name once, received "${twice}" twice`)
  return found
}

function foldersIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
  } catch {
    return []
  }
}

function readCase(folder: string): FamilyCase {
  const file = join(folder, 'case.json')
  const refuse = (expected: string, received: string): never => {
    throw new UsageError(`--cases: ${file}: expected ${expected}, received ${received}`)
  }
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return refuse('the JSON of a case', (error as Error).message)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('the object of a case', JSON.stringify(value))
  }
  const given = value as Record<string, unknown>
  const expectEntry = (name: string, expected: string, isRight: (found: unknown) => boolean) => {
    if (!isRight(given[name])) refuse(`${name}: ${expected}`, JSON.stringify(given[name]) ?? 'nothing')
  }
  expectEntry('name', 'text', isText)
  for (const name of ['net', 'routes']) {
    expectEntry(name, 'the name of a file beside it', found => isText(found) && existsSync(join(folder, found)))
  }
  expectEntry('beginSeconds', 'a whole number of at least 0', isWhole)
  expectEntry(
    'endSeconds',
    'a whole number above beginSeconds',
    found => isWhole(found) && found > Number(given['beginSeconds'])
  )
  expectEntry('features', 'an object with rows, columns, rowPlan, columnPlan, demand and volumeToCapacity', hasFeatures)
  return value as FamilyCase
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

/** Those that the report shows. */
function hasFeatures(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { rows, columns, rowPlan, columnPlan, demand, volumeToCapacity } = value as Partial<Features>
  return [rows, columns, volumeToCapacity].every(Number.isFinite) && [rowPlan, columnPlan, demand].every(isText)
}
