import { checkerOf, excerpt, type InputProblem } from '@selaras/shared'
import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox'
import { type Environment, readSecret, readVariable } from './read-variable.ts'

/** The environment does not describe a runnable service; `problems` lists every variable that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly InputProblem[]

  constructor(problems: readonly InputProblem[]) {
    const lines = problems.map(
      ({ path, expected, received }) => `  ${path}: expected ${expected}, received ${received}`
    )
    super(`configuration is not usable:\n${lines.join('\n')}`)
    this.problems = problems
  }
}

/**
 * Reads environment variables by a schema with one flat property for each; unset and empty ones take their defaults.
 * A property with `secret: true` may also come from the file that the variable `NAME_FILE` names.
 *
 * @throws {ConfigError} With every problem: variable, expected, received (without credentials).
 */
export function loadConfig<P extends TProperties>(schema: TObject<P>, env: Environment): Readonly<Static<TObject<P>>> {
  const values: Record<string, unknown> = {}
  const problems: InputProblem[] = []
  for (const [name, property] of Object.entries(schema.properties)) {
    const isSecret = property['secret'] === true
    const read = isSecret ? readSecret(env, name) : readVariable(env, name)
    if ('problem' in read) {
      problems.push(read.problem)
      continue
    }
    const { text } = read
    const value = text === undefined ? property['default'] : fromText(text, property['type'] === 'integer')
    const checked = checkerOf(property)(value)
    if (checked.ok) values[name] = value
    else {
      const received = isSecret ? 'another text' : excerpt(withoutSecrets(text))
      problems.push({ path: name, expected: checked.problems[0]!.expected, received })
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(values) as Readonly<Static<TObject<P>>>
}

const fromText = (text: string, isNumber: boolean): unknown => (isNumber && text.trim() !== '' ? Number(text) : text)

const withoutSecrets = (text: string | undefined) => text?.replace(/\/\/[^@/]*@/, '//…@')

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const username = (server: string) => Type.String({ default: '', description: `user at ${server}; empty: none` })
const password = (server: string) =>
  Type.String({ default: '', secret: true, description: `password of that user at ${server}; empty: none` })

/** Variables that more than one service has, with one meaning. */
export const commonVariables = {
  redisUrl: Type.String({
    pattern: '^rediss?://.+$',
    default: 'redis://127.0.0.1:6379',
    description: 'redis://host:port, or rediss:// for TLS'
  }),
  redisUsername: username('Redis'),
  redisPassword: password('Redis'),
  mqttUrl: Type.String({
    pattern: '^mqtts?://.+$',
    default: 'mqtt://127.0.0.1:1883',
    description: 'mqtt://host:port, or mqtts:// for TLS'
  }),
  mqttUsername: username('the broker'),
  mqttPassword: password('the broker'),
  httpHost: Type.String({ minLength: 1, default: '127.0.0.1', description: 'address that HTTP listens on' }),
  httpPort: (fallback: number) =>
    Type.Integer({ minimum: 0, maximum: 65535, default: fallback, description: 'port; 0 takes a free one' }),
  logLevel: Type.Union(
    logLevels.map(level => Type.Literal(level)),
    { default: 'info', description: `one of ${logLevels.join(', ')}` }
  ),
  instanceName: (fallback: string) =>
    Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$', default: fallback, description: 'name of this replica' }),
  clock: Type.Union([Type.Literal('system'), Type.Literal('event')], {
    default: 'system',
    description: 'system: the machine’s time; event: the time of the data, for benchmarks in lockstep'
  })
} as const
