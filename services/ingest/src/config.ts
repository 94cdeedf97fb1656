import { hostname } from 'node:os'
import { commonVariables, loadConfig } from '@selaras/service'
import { type Static, Type } from '@sinclair/typebox'

/** Every environment variable of the service. */
export const ConfigSchema = Type.Object({
  REDIS_URL: commonVariables.redisUrl,
  REDIS_USERNAME: commonVariables.redisUsername,
  REDIS_PASSWORD: commonVariables.redisPassword,
  MQTT_URL: commonVariables.mqttUrl,
  MQTT_USERNAME: commonVariables.mqttUsername,
  MQTT_PASSWORD: commonVariables.mqttPassword,
  HTTP_HOST: commonVariables.httpHost,
  HTTP_PORT: commonVariables.httpPort(8081),
  LOG_LEVEL: commonVariables.logLevel,
  INSTANCE_NAME: commonVariables.instanceName(hostname()),
  CLOCK: commonVariables.clock,
  CONNECTIONS: Type.Integer({
    minimum: 1,
    maximum: 256,
    default: 32,
    description: 'connections to the broker: each has one message under way'
  })
})

/** Settings of the process, one field per environment variable. */
export type Config = Readonly<Static<typeof ConfigSchema>>

/** Reads the environment variables of ingest. Throws `ConfigError` with every problem. */
export const loadIngestConfig = (env: Readonly<Record<string, string | undefined>>): Config =>
  loadConfig(ConfigSchema, env)
