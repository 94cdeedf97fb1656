import { hostname } from 'node:os'
import { commonVariables, loadConfig } from '@selaras/service'
import { type Static, Type } from '@sinclair/typebox'

const ConfigSchema = Type.Object({
  REDIS_URL: commonVariables.redisUrl,
  MQTT_URL: commonVariables.mqttUrl,
  HTTP_HOST: commonVariables.httpHost,
  HTTP_PORT: commonVariables.httpPort(8080),
  LOG_LEVEL: commonVariables.logLevel,
  INSTANCE_NAME: commonVariables.instanceName(hostname()),
  CLOCK: commonVariables.clock,
  CORRIDOR_FILES: Type.String({
    default: '',
    description: 'corridor files (.json, .yaml), separated by commas, taken into the store at start'
  })
})

/** Settings of the process, one field per environment variable. */
export type Config = Readonly<Static<typeof ConfigSchema>>

/** Reads the environment variables of the api. Throws `ConfigError` with every problem. */
export const loadApiConfig = (env: Readonly<Record<string, string | undefined>>): Config =>
  loadConfig(ConfigSchema, env)
