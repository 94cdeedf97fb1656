import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

export interface FuzzOptions {
  readonly count: number
  readonly seed: number
  readonly json: string | undefined
}

const defaultCount = 1_000_000

/** Reads the command line. Without a seed it takes one of its own, which the report prints. */
export function readFuzzOptions(args: readonly string[]): FuzzOptions {
  const { count, seed, json } = parse(args)
  return {
    count: wholeNumber('count', count, defaultCount, 1),
    seed: wholeNumber('seed', seed, crypto.getRandomValues(new Uint32Array(1))[0]!, 0),
    json
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { count: text, seed: text, json: text } }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function wholeNumber(name: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback
  const value = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least && value < 2 ** 40) return value
  throw new UsageError(`--${name}: expected a whole number of at least ${least}, received "${text}"`)
}
