import { hostname } from 'node:os'
import { checkerOf, excerpt, type InputProblem } from '@selaras/shared'
import { type Static, Type } from '@sinclair/typebox'

const milliseconds = (minimum: number, maximum: number, fallback: number, description: string) =>
  Type.Integer({ minimum, maximum, default: fallback, description })

const ConfigSchema = Type.Object({
  REDIS_URL: Type.String({
    pattern: '^rediss?://.+$',
    default: 'redis://127.0.0.1:6379',
    description: 'redis://host:port'
  }),
  HTTP_HOST: Type.String({ minLength: 1, default: '127.0.0.1', description: 'address of health and metrics' }),
  HTTP_PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 8082, description: 'port; 0 takes a free one' }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map(level => Type.Literal(level)),
    { default: 'info', description: 'one of fatal, error, warn, info, debug, trace, silent' }
  ),
  INSTANCE_NAME: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$', default: hostname(), description: 'name in leases' }),
  CLOCK: Type.Union([Type.Literal('system'), Type.Literal('event')], {
    default: 'system',
    description: 'system: ticks each second; event: ticks when the data of a second is complete'
  }),
  PLAN_BUDGET_MS: milliseconds(1, 1000, 50, 'search time of one corridor, ms'),
  VALIDITY_MS: milliseconds(1000, 60_000, 5000, 'validity of a plan, ms'),
  LEASE_TTL_MS: milliseconds(1000, 60_000, 3000, 'lease of a corridor, ms'),
  SIGNAL_MAXIMUM_AGE_MS: milliseconds(1000, 60_000, 5000, 'oldest signal state to plan from, ms')
})

/** Settings of the process, one field per environment variable. */
export type Config = Readonly<Static<typeof ConfigSchema>>

/** The environment does not describe a runnable optimizer; `problems` lists every variable that is wrong. */
export class ConfigError extends Error {
  readonly problems: readonly InputProblem[]

  constructor(problems: readonly InputProblem[]) {
    const lines = problems.map(
      ({ path, expected, received }) => `  ${path}: expected ${expected}, received ${received}`
    )
    super(`configuration is not usable:\n${lines.join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads the optimizer's environment variables; unset and empty ones take their defaults.
 *
 * @throws {ConfigError} With every problem: variable, expected, received.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values: Record<string, unknown> = {}
  const problems: InputProblem[] = []
  for (const [name, schema] of Object.entries(ConfigSchema.properties)) {
    const text = env[name]
    const value = text === undefined || text === '' ? schema.default : fromText(text, schema.type === 'integer')
    const checked = checkerOf(schema)(value)
    if (checked.ok) values[name] = value
    else problems.push({ path: name, expected: checked.problems[0]!.expected, received: excerpt(withoutSecrets(text)) })
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(values as Static<typeof ConfigSchema>)
}

const fromText = (text: string, isNumber: boolean): unknown => (isNumber && text.trim() !== '' ? Number(text) : text)

const withoutSecrets = (text: string | undefined) => text?.replace(/\/\/[^@/]*@/, '//…@')
