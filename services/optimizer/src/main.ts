import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { ConfigError, createOpsServer, createRateLimit, loginOf, systemClock } from '@selaras/service'
import { createRedisStore, formatCorruptEntry } from '@selaras/store'
import { pino } from 'pino'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { createOptimizer } from './app.ts'
import { type Config, loadOptimizerConfig } from './config.ts'
import { createWorkerPlanning } from './planning/worker-planning.ts'

const longestCloseMs = 4500

let config: Config
try {
  config = loadOptimizerConfig(process.env)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`optimizer: ${error.message}\n`)
  process.exit(2)
}

const log = pino({ level: config.LOG_LEVEL, base: { component: 'optimizer' } })
const registry = new Registry()
collectDefaultMetrics({ register: registry })
// Two processes under one name would renew each other's leases, so every start gets a name of its own.
const instanceName = `${config.INSTANCE_NAME}-${randomBytes(4).toString('hex')}`
const rateLimit = createRateLimit(10_000, systemClock.monotonicNow)
const store = createRedisStore({
  url: config.REDIS_URL,
  ...loginOf(config.REDIS_USERNAME, config.REDIS_PASSWORD),
  onCorruptEntry(entry) {
    const suppressed = rateLimit.admit(entry.key)
    if (suppressed !== undefined) log.error({ entry: formatCorruptEntry(entry), suppressed }, 'store holds a bad entry')
  }
})
const threads = config.PLAN_THREADS === 0 ? Math.max(1, availableParallelism() - 1) : config.PLAN_THREADS
const optimizer = createOptimizer(
  {
    store,
    clock: systemClock,
    createPlanning: given => createWorkerPlanning(given, { threads, marginMs: config.PLAN_MARGIN_MS }),
    log,
    registry
  },
  {
    instanceName,
    ticks: config.CLOCK,
    planBudgetMs: config.PLAN_BUDGET_MS,
    validityMs: config.VALIDITY_MS,
    leaseTtlMs: config.LEASE_TTL_MS,
    signalMaximumAgeMs: config.SIGNAL_MAXIMUM_AGE_MS
  }
)
const server = createOpsServer({ registry, findFailure: () => optimizer.findFailure() })

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'stopping')
  const cut = setTimeout(() => {
    log.error('not stopped in time, leases run out by themselves')
    process.exit(1)
  }, longestCloseMs)
  await server.close()
  await optimizer.close()
  await store.close()
  clearTimeout(cut)
  log.info('stopped')
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))

let address: string
try {
  address = await server.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT })
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  const inUse = code === 'EADDRINUSE' ? 'the port is in use; set HTTP_PORT to a free one' : message
  process.stderr.write(`optimizer: cannot listen on ${config.HTTP_HOST}:${config.HTTP_PORT}: ${inUse}\n`)
  process.exit(1)
}
log.info(
  { instanceName, address, ticks: config.CLOCK, planBudgetMs: config.PLAN_BUDGET_MS, threads },
  'optimizer started'
)
optimizer.start()
