import { readdirSync, readFileSync } from 'node:fs'
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
 * @throws {UsageError} when the folder has none.
 */
export function findCases(folder: string): readonly FoundCase[] {
  const found = namesIn(folder).flatMap(name => {
    const own = join(folder, name)
    const description = readCase(join(own, 'case.json'))
    if (description === undefined) return []
    const { net, routes, beginSeconds, endSeconds, features } = description
    const files = { net: join(own, net), routes: [join(own, routes)] }
    return [{ benchCase: { name: description.name, ...files, beginSeconds, endSeconds, yellowSeconds }, features }]
  })
  if (found.length === 0) {
    throw new UsageError(`--cases: expected a folder that bench:family:generate wrote, received "${folder}"`)
  }
  return found
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function readCase(file: string): FamilyCase | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as FamilyCase
  } catch {
    return undefined
  }
}
