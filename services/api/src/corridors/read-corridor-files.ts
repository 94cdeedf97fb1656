import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  type Corridor,
  CorridorSchema,
  checkerOf,
  formatProblem,
  type InputProblem,
  validateCorridor
} from '@selaras/shared'
import type { Store } from '@selaras/store'
import { parse } from 'yaml'

/** A corridor file cannot be used; the message lists file, field, expected and received of every problem. */
export class CorridorFileError extends Error {
  override readonly name = 'CorridorFileError'
}

const checkCorridor = checkerOf(CorridorSchema)

/** Problems of a value that claims to be a corridor: its shape first, then its sense. */
export function judgeCorridor(input: unknown): {
  readonly corridor?: Corridor
  readonly problems: readonly InputProblem[]
} {
  const shape = checkCorridor(input)
  if (!shape.ok) return { problems: shape.problems }
  const problems = validateCorridor(shape.value)
  return problems.length === 0 ? { corridor: shape.value, problems } : { problems }
}

/** Reads a corridor from JSON or YAML. Throws `CorridorFileError`. */
export function readCorridorFile(path: string): Corridor {
  let input: unknown
  try {
    input = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new CorridorFileError(`${path}: expected a corridor in YAML or JSON: ${(error as Error).message}`)
  }
  const { corridor, problems } = judgeCorridor(input)
  if (corridor !== undefined) return corridor
  throw new CorridorFileError(`${path}:\n${problems.map(problem => `  ${formatProblem(problem)}`).join('\n')}`)
}

const isCorridorFile = (name: string): boolean => /\.(json|ya?ml)$/i.test(name)

/** Reads files, and of a folder all that end in .json, .yaml or .yml, by name. Throws `CorridorFileError`. */
export function readCorridorFiles(paths: readonly string[]): Corridor[] {
  return paths.flatMap(listFiles).map(readCorridorFile)
}

function listFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path]
    const names = readdirSync(path).filter(isCorridorFile)
    return names.sort().map(name => join(path, name))
  } catch (error) {
    throw new CorridorFileError(`${path}: expected a file or a folder: ${(error as Error).message}`)
  }
}

export interface SeedDependencies {
  readonly store: Pick<Store, 'findCorridor' | 'putCorridor'>
  readonly log: { warn(fields: object, phrase: string): void }
}

/** Puts corridors into the store unless it has the same or a newer version; warns of one that differs all the same. */
export async function seedCorridors({ store, log }: SeedDependencies, corridors: readonly Corridor[]): Promise<void> {
  for (const corridor of corridors) {
    const { corridorId, configurationVersion: received } = corridor
    const known = await store.findCorridor(corridorId)
    if (known === undefined || known.configurationVersion < received) await store.putCorridor(corridor)
    else if (!isDeepStrictEqual(known, corridor)) {
      const problem = `/configurationVersion: expected above ${known.configurationVersion}, as the store has another corridor of that version, received ${received}`
      log.warn({ corridorId, problem }, 'corridor file not taken')
    }
  }
}
