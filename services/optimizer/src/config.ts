import { hostname } from 'node:os'
import { commonVariables, loadConfig } from '@selaras/service'
import { type Static, Type } from '@sinclair/typebox'

const milliseconds = (minimum: number, maximum: number, fallback: number, description: string) =>
  Type.Integer({ minimum, maximum, default: fallback, description })

/** Every environment variable of the service. */
export const ConfigSchema = Type.Object({
  REDIS_URL: commonVariables.redisUrl,
  REDIS_USERNAME: commonVariables.redisUsername,
  REDIS_PASSWORD: commonVariables.redisPassword,
  HTTP_HOST: commonVariables.httpHost,
  HTTP_PORT: commonVariables.httpPort(8082),
  LOG_LEVEL: commonVariables.logLevel,
  INSTANCE_NAME: commonVariables.instanceName(hostname()),
  CLOCK: commonVariables.clock,
  PLAN_BUDGET_MS: milliseconds(1, 1000, 50, 'search time of one corridor, ms'),
  PLAN_MARGIN_MS: milliseconds(10, 5000, 250, 'time after that until a planning thread is given up, ms'),
  PLAN_THREADS: Type.Integer({
    minimum: 0,
    maximum: 256,
    default: 0,
    description: 'threads that plan; 0: one for each core but one'
  }),
  VALIDITY_MS: milliseconds(1000, 60_000, 5000, 'validity of a plan, ms'),
  LEASE_TTL_MS: milliseconds(1000, 60_000, 3000, 'lease of a corridor, ms'),
  SIGNAL_MAXIMUM_AGE_MS: milliseconds(1000, 60_000, 5000, 'oldest signal state to plan from, ms')
})

/** Settings of the process, one field per environment variable. */
export type Config = Readonly<Static<typeof ConfigSchema>>

/** Reads the optimizer's environment variables. Throws `ConfigError` with every problem. */
export const loadOptimizerConfig = (env: Readonly<Record<string, string | undefined>>): Config =>
  loadConfig(ConfigSchema, env)
