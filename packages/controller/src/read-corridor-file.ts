import { readFileSync } from 'node:fs'
import {
  type Corridor,
  CorridorSchema,
  checkerOf,
  type Decoded,
  decoderOf,
  formatProblem,
  type InputProblem,
  validateCorridor
} from '@selaras/shared'
import { parse } from 'yaml'
import { UsageError } from './usage-error.ts'

const largestFileBytes = 16 * 1024 * 1024
const decodeJson = decoderOf(CorridorSchema, largestFileBytes)
const check = checkerOf(CorridorSchema)

/** Reads a corridor, JSON or YAML. @throws {UsageError} Naming the file and every problem in it. */
export function readCorridorFile(path: string): Corridor {
  const decoded = decode(path)
  if (!decoded.ok) throw wrongFile(path, decoded.problems)
  const problems = validateCorridor(decoded.value)
  if (problems.length > 0) throw wrongFile(path, problems)
  return decoded.value
}

function decode(path: string): Decoded<Corridor> {
  const bytes = read(path)
  if (!/\.ya?ml$/i.test(path)) return decodeJson(bytes)
  if (bytes.length > largestFileBytes) throw new UsageError(`${path}: expected at most ${largestFileBytes} bytes`)
  try {
    return check(parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (error) {
    throw new UsageError(`${path}: expected YAML, received ${(error as Error).message}`)
  }
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UsageError(`--corridor: cannot read the file: ${(error as Error).message}`)
  }
}

const wrongFile = (path: string, problems: readonly InputProblem[]): UsageError =>
  new UsageError(
    [`${path} is not a usable corridor:`, ...problems.map(entry => `  ${formatProblem(entry)}`)].join('\n')
  )
