import { parseArgs } from 'node:util'

export interface EmbeddedOptions {
  readonly port: number
  readonly speed: number
  readonly seed: number
  readonly demand: number
  readonly logLevel: string
}

export const usage = `npm start -- [--port 8080] [--speed 10] [--seed 1] [--demand 1] [--log-level error]
  --port       HTTP port on 127.0.0.1
  --speed      simulated seconds in a real second, 1 to 20
  --seed       of the traffic
  --demand     scale of the traffic, 0.2 to 2
  --log-level  of the services, on standard error: fatal, error, warn, info, debug, silent`

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the command line. Throws `UsageError` that names the option, what was expected and what came. */
export function readOptions(args: readonly string[]): EmbeddedOptions {
  const names = ['port', 'speed', 'seed', 'demand', 'log-level'] as const
  let values: Partial<Record<string, string>>
  try {
    const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]))
    values = parseArgs({ args: [...args], options, strict: true }).values as Partial<Record<string, string>>
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const number = (name: (typeof names)[number], fallback: number, least: number, most: number): number => {
    const text = values[name]
    const value = text === undefined ? fallback : Number(text)
    if (text === '' || !Number.isFinite(value) || value < least || value > most) {
      throw new UsageError(`--${name}: expected a number from ${least} to ${most}, received "${text}"`)
    }
    return value
  }
  const logLevel = values['log-level'] ?? 'error'
  if (!['fatal', 'error', 'warn', 'info', 'debug', 'silent'].includes(logLevel)) {
    throw new UsageError(`--log-level: expected fatal, error, warn, info, debug or silent, received "${logLevel}"`)
  }
  return {
    port: Math.trunc(number('port', 8080, 0, 65_535)),
    speed: number('speed', 10, 1, 20),
    seed: Math.trunc(number('seed', 1, 0, 2 ** 31)),
    demand: number('demand', 1, 0.2, 2),
    logLevel
  }
}
