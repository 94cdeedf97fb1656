import { parseArgs } from 'node:util'

export const controllerNames = ['selaras', 'fixed', 'actuated', 'max-pressure', 'greedy'] as const
export type ControllerName = (typeof controllerNames)[number]
export const viaNames = ['direct', 'services'] as const

export interface BenchOptions {
  readonly net: string
  readonly routes: readonly string[]
  readonly beginSeconds: number
  readonly endSeconds: number
  readonly yellowSeconds: number
  readonly signals: readonly string[] | undefined
  readonly seeds: readonly number[]
  readonly controller: ControllerName
  readonly via: (typeof viaNames)[number]
  readonly latencySeconds: number
  readonly minimumGreenSeconds: number
  readonly zoneMetres: number
  readonly killIngest: number
  readonly json: string | undefined
}

export const usage = `npm run bench:sumo -- --net FILE.net.xml --routes FILE.rou.xml[,FILE…] --begin S --end S
  [--yellow 3] [--signals id,id] [--seeds 1,2,3] [--controller ${controllerNames.join('|')}]
  [--via direct|services] [--latency 0|1|2] [--min-green 5] [--zone-metres 25] [--kill-ingest N] [--json FILE]`

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the command line; throws `UsageError` that names the option, what was expected and what came. */
export function readOptions(args: readonly string[]): BenchOptions {
  const values = parse(args)
  const text = (name: string): string => {
    const value = values[name]
    if (value === undefined || value === '') throw new UsageError(`--${name}: expected a value, received nothing`)
    return value
  }
  const number = (name: string, fallback?: number, least = 0, most = 1e9): number => {
    const given = values[name]
    if (given === undefined && fallback !== undefined) return fallback
    const value = Number(text(name))
    if (!Number.isFinite(value) || value < least || value > most) {
      throw new UsageError(`--${name}: expected a number from ${least} to ${most}, received "${given}"`)
    }
    return value
  }
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const given = values[name] ?? fallback
    const found = allowed.find(entry => entry === given)
    if (found === undefined)
      throw new UsageError(`--${name}: expected one of ${allowed.join(', ')}, received "${given}"`)
    return found
  }
  const seeds = (values['seeds'] ?? '1').split(',').map(Number)
  if (seeds.some(seed => !Number.isInteger(seed) || seed < 0)) {
    throw new UsageError(`--seeds: expected whole numbers like 1,2,3, received "${values['seeds']}"`)
  }
  const beginSeconds = number('begin')
  const endSeconds = number('end')
  if (endSeconds <= beginSeconds) {
    throw new UsageError(`--end: expected more than --begin (${beginSeconds}), received ${endSeconds}`)
  }
  return {
    net: text('net'),
    routes: text('routes').split(','),
    beginSeconds,
    endSeconds,
    yellowSeconds: number('yellow', 3, 0, 12),
    signals: values['signals']?.split(',').filter(id => id !== ''),
    seeds,
    controller: oneOf('controller', controllerNames, 'selaras'),
    via: oneOf('via', viaNames, 'direct'),
    latencySeconds: number('latency', 0, 0, 10),
    minimumGreenSeconds: number('min-green', 5, 1, 60),
    zoneMetres: number('zone-metres', 25, 2, 50),
    killIngest: number('kill-ingest', 0, 0, 100),
    json: values['json']
  }
}

const optionNames = [
  'net',
  'routes',
  'begin',
  'end',
  'yellow',
  'signals',
  'seeds',
  'controller',
  'via',
  'latency',
  'min-green',
  'zone-metres',
  'kill-ingest',
  'json'
] as const

function parse(args: readonly string[]): Record<string, string | undefined> {
  try {
    const options = Object.fromEntries(optionNames.map(name => [name, { type: 'string' as const }]))
    return parseArgs({ args: [...args], options, strict: true }).values as Record<string, string | undefined>
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
