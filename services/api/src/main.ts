import { ConfigError, createRateLimit, loginOf, systemClock } from '@selaras/service'
import type { Corridor } from '@selaras/shared'
import { createRedisStore, formatCorruptEntry } from '@selaras/store'
import { pino } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { createApi } from './app.ts'
import { type Config, loadApiConfig } from './config.ts'
import { CorridorFileError, readCorridorFiles } from './corridors/read-corridor-files.ts'

const longestCloseMs = 4500

let config: Config
let corridors: Corridor[]
try {
  config = loadApiConfig(process.env)
  const paths = config.CORRIDOR_FILES.split(',').map(path => path.trim())
  corridors = readCorridorFiles(paths.filter(path => path !== ''))
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof CorridorFileError)) throw error
  process.stderr.write(`api: ${error.message}\n`)
  process.exit(2)
}

const log = pino({ level: config.LOG_LEVEL, base: { component: 'api' } })
const registry = new Registry()
collectDefaultMetrics({ register: registry })
const rateLimit = createRateLimit(10_000, systemClock.monotonicNow)
const store = createRedisStore({
  url: config.REDIS_URL,
  ...loginOf(config.REDIS_USERNAME, config.REDIS_PASSWORD),
  onCorruptEntry(entry) {
    const suppressed = rateLimit.admit(entry.key)
    if (suppressed !== undefined) log.error({ entry: formatCorruptEntry(entry), suppressed }, 'store holds a bad entry')
  }
})
const api = createApi(
  { store, clock: systemClock, log, registry },
  {
    brokerUrl: config.MQTT_URL,
    brokerLogin: loginOf(config.MQTT_USERNAME, config.MQTT_PASSWORD),
    instanceName: config.INSTANCE_NAME,
    clock: config.CLOCK,
    corridors
  }
)

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'stopping')
  const cut = setTimeout(() => process.exit(1), longestCloseMs)
  await api.close()
  await store.close()
  clearTimeout(cut)
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))

try {
  const address = await api.start(config.HTTP_HOST, config.HTTP_PORT)
  log.info({ instanceName: config.INSTANCE_NAME, address }, 'api started')
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  const inUse = code === 'EADDRINUSE' ? 'the port is in use; set HTTP_PORT to a free one' : message
  process.stderr.write(`api: cannot listen on ${config.HTTP_HOST}:${config.HTTP_PORT}: ${inUse}\n`)
  process.exit(1)
}
