import { demoCorridor } from '@selaras/twin'
import { type Embedded, startEmbedded } from './embedded.ts'
import { type EmbeddedOptions, readOptions, UsageError, usage } from './options.ts'
import { formatStatus } from './status-line.ts'

/** How often the line is written: in place on a terminal, else as a line of its own. */
const terminalMs = 1000
const pipeMs = 5000

let options: EmbeddedOptions
try {
  options = readOptions(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${usage}\n`)
  process.exit(error instanceof UsageError ? 2 : 1)
}

let embedded: Embedded
try {
  embedded = await startEmbedded(options)
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  const inUse = `port ${options.port} of 127.0.0.1 is in use; choose another with --port`
  process.stderr.write(`selaras: ${code === 'EADDRINUSE' ? inUse : message}\n`)
  process.exit(1)
}

const { address, brokerUrl, roadside } = embedded
process.stdout.write(
  [
    `Selaras runs ${demoCorridor.name} at ${options.speed} × real time, everything in this process:`,
    `  web, REST, metrics   ${address}  (/, /api/v1/corridors, /metrics, /readyz)`,
    `  MQTT broker          ${brokerUrl}  (topics selaras/${demoCorridor.corridorId}/#)`,
    '  store                in memory',
    `  traffic              simulated, seed ${options.seed}, demand × ${options.demand}; beside it the same traffic under Webster's fixed plans`,
    'Ctrl-C ends it.',
    ''
  ].join('\n')
)

let last = { plans: 0, atMs: performance.now() }
function status(): string {
  const nowMs = performance.now()
  const plans = roadside.plansAccepted
  const plansPerSecond = ((plans - last.plans) * 1000) / Math.max(1, nowMs - last.atMs)
  last = { plans, atMs: nowMs }
  const { vehicles, inside, meanDelaySeconds } = roadside.adaptive.measures
  return formatStatus({
    simulatedSeconds: embedded.simulatedSeconds(),
    vehicles,
    inside,
    delaySeconds: meanDelaySeconds,
    ghostDelaySeconds: roadside.ghost.measures.meanDelaySeconds,
    plansPerSecond,
    adaptiveControllers: roadside.adaptiveControllers,
    controllers: roadside.controllers
  })
}

const terminal = process.stdout.isTTY
const timer = setInterval(
  () => process.stdout.write(terminal ? `\r${status()}\x1b[K` : `${status()}\n`),
  terminal ? terminalMs : pipeMs
)

let stoppingSinceMs: number | undefined
async function stop(): Promise<void> {
  if (stoppingSinceMs !== undefined) {
    // npm passes on the Ctrl-C that the terminal has sent here already; only a later one means "at once".
    if (performance.now() - stoppingSinceMs > 1000) process.exit(130)
    return
  }
  stoppingSinceMs = performance.now()
  clearInterval(timer)
  process.stdout.write(`${terminal ? '\n' : ''}${status()}\nstopping…\n`)
  const cut = setTimeout(() => process.exit(1), 4500)
  await embedded.close()
  clearTimeout(cut)
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
