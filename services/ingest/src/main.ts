import { ConfigError, createOpsServer, createRateLimit, loginOf, systemClock } from '@selaras/service'
import { createRedisStore, formatCorruptEntry } from '@selaras/store'
import { pino } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { createIngest } from './app.ts'
import { type Config, loadIngestConfig } from './config.ts'

const longestCloseMs = 4500

let config: Config
try {
  config = loadIngestConfig(process.env)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`ingest: ${error.message}\n`)
  process.exit(2)
}

const log = pino({ level: config.LOG_LEVEL, base: { component: 'ingest' } })
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
const ingest = createIngest(
  { store, clock: systemClock, log, registry },
  {
    brokerUrl: config.MQTT_URL,
    brokerLogin: loginOf(config.MQTT_USERNAME, config.MQTT_PASSWORD),
    instanceName: config.INSTANCE_NAME,
    connections: config.CONNECTIONS,
    clock: config.CLOCK
  }
)
const server = createOpsServer({ registry, findFailure: () => ingest.findFailure() })

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'stopping')
  const cut = setTimeout(() => process.exit(1), longestCloseMs)
  await server.close()
  await ingest.close()
  await store.close()
  clearTimeout(cut)
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))

let address: string
try {
  address = await server.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT })
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  const inUse = code === 'EADDRINUSE' ? 'the port is in use; set HTTP_PORT to a free one' : message
  process.stderr.write(`ingest: cannot listen on ${config.HTTP_HOST}:${config.HTTP_PORT}: ${inUse}\n`)
  process.exit(1)
}
log.info({ instanceName: config.INSTANCE_NAME, address }, 'ingest started')
ingest.start()
