import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

/** Reads the values of a command line; every method throws a `UsageError` that names the option. */
export interface OptionReader {
  /** Undefined when the option was not given; an empty value is refused. */
  find(name: string): string | undefined
  text(name: string): string
  number(name: string, fallback: number, least: number, most: number): number
  whole(name: string, fallback: number, least: number, most: number): number
  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T
  /** Whole numbers and ranges: `1-3,7` is 1, 2, 3 and 7. */
  wholes(name: string, fallback: string): readonly number[]
}

/** @param names the options that the command knows; each takes a value. */
export function createOptionReader(args: readonly string[], names: readonly string[]): OptionReader {
  const values = parse(args, names)
  const refuse = (name: string, expected: string, received: string | undefined): never => {
    throw new UsageError(
      `--${name}: expected ${expected}, received ${received === undefined ? 'nothing' : `"${received}"`}`
    )
  }
  const reader: OptionReader = {
    find(name) {
      const value = values[name]
      return value === '' ? refuse(name, 'a value', value) : value
    },
    text(name) {
      const value = values[name]
      return value === undefined || value === '' ? refuse(name, 'a value', value) : value
    },
    number(name, fallback, least, most) {
      const given = values[name]
      if (given === undefined) return fallback
      const value = given.trim() === '' ? Number.NaN : Number(given)
      return value >= least && value <= most ? value : refuse(name, `a number from ${least} to ${most}`, given)
    },
    whole(name, fallback, least, most) {
      const value = reader.number(name, fallback, least, most)
      return Number.isInteger(value) ? value : refuse(name, 'a whole number', values[name])
    },
    oneOf(name, allowed, fallback) {
      const given = values[name] ?? fallback
      return allowed.find(entry => entry === given) ?? refuse(name, `one of ${allowed.join(', ')}`, given)
    },
    wholes(name, fallback) {
      const given = values[name] ?? fallback
      const numbers = given.split(',').flatMap(rangeOf)
      return numbers.length > 0 && numbers.every(number => number >= 0)
        ? [...new Set(numbers)]
        : refuse(name, 'whole numbers and ranges like 1,2,5-10', given)
    }
  }
  return reader
}

/** The numbers of `3` or `1-4`; -1 when it is neither. */
function rangeOf(text: string): number[] {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text.trim())
  if (match === null) return [-1]
  const first = Number(match[1])
  const last = Number(match[2] ?? match[1])
  return last < first || last - first > 10_000 ? [-1] : Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

function parse(args: readonly string[], names: readonly string[]): Readonly<Record<string, string | undefined>> {
  try {
    const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]))
    return parseArgs({ args: [...args], options, strict: true }).values as Record<string, string | undefined>
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
