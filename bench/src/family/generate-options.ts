import { parseArgs } from 'node:util'
import { UsageError } from '../usage-error.ts'
import { isHeldOut } from './features.ts'

export interface GenerateOptions {
  readonly out: string
  readonly seeds: readonly number[]
  /** Corridors of so many signals in place of the mixture. */
  readonly signals: number | undefined
}

export const usage = 'npm run bench:family:generate -- --out DIR --count N [--seed S] [--held-out] [--signals N]'

/** Reads the command line: the first N seeds from S on that belong to the tuning, or the held-out, half. */
export function readGenerateOptions(args: readonly string[]): GenerateOptions {
  const { out, count, seed, heldOut, signals } = parse(args)
  if (out === undefined || out === '') throw new UsageError('--out: expected a folder, received nothing')
  const first = wholeNumber('seed', seed ?? '0', 0)
  const wanted = wholeNumber('count', count ?? '', 1)
  const offset = isHeldOut(first) === heldOut ? 0 : 1
  return {
    out,
    seeds: Array.from({ length: wanted }, (_, position) => first + offset + 2 * position),
    signals: signals === undefined ? undefined : wholeNumber('signals', signals, 1)
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { out: text, count: text, seed: text, signals: text, 'held-out': { type: 'boolean', default: false } }
    })
    return {
      out: values.out,
      count: values.count,
      seed: values.seed,
      signals: values.signals,
      heldOut: values['held-out']
    }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least && value < 2 ** 31) return value
  throw new UsageError(`--${name}: expected a whole number of at least ${least}, received "${text}"`)
}
