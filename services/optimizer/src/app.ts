import { createRateLimit } from '@selaras/service'
import type { Clock } from '@selaras/shared'
import type { Store } from '@selaras/store'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'
import { createOwnership } from './ownership/ownership.ts'
import type { PlanningFactory } from './planning/planning.ts'
import { createEventTicker } from './tick/event-ticker.ts'
import { createSystemTicker } from './tick/system-ticker.ts'

export interface OptimizerDependencies {
  readonly store: Store
  readonly clock: Clock
  /** Makes the place where planners run; closed with the optimizer. */
  readonly createPlanning: PlanningFactory
  readonly log: Logger
  readonly registry: Registry
}

export interface OptimizerOptions {
  /** Identity in leases; no two live instances may share one. */
  readonly instanceName: string
  /** `system`: ticks on whole seconds of the clock. `event`: ticks as soon as the field's data is complete. */
  readonly ticks?: 'system' | 'event'
  /** Clock milliseconds per real millisecond. */
  readonly speed?: number
  readonly planBudgetMs?: number
  readonly validityMs?: number
  readonly leaseTtlMs?: number
  readonly signalMaximumAgeMs?: number
  /** How often corridors and their configurations are looked up, real ms. */
  readonly refreshMs?: number
}

export interface Optimizer {
  start(): void
  /** Finishes the ticks under way, ends the planners and gives the leases back. */
  close(): Promise<void>
  /** Why the optimizer cannot do its work; undefined when it can. */
  findFailure(): string | undefined
}

const logPeriodMs = 10_000
/** With a lease of 3 s and a tick of 1 s, a standby plans at the latest 4.3 s after the owner died. */
const renewalsPerLease = 10
/** A plan reaches further ahead than it is valid, so that the next one may come late. */
const coverFactor = 2
const shortestCoverMs = 10_000

/**
 * The optimizer: owns corridors by lease, and for each one reads, plans, validates and commits at every tick.
 * Does no I/O before `start`.
 */
export function createOptimizer(dependencies: OptimizerDependencies, options: OptimizerOptions): Optimizer {
  const { store, clock, createPlanning, log, registry } = dependencies
  const { instanceName, leaseTtlMs = 3000, refreshMs = 2000, planBudgetMs = 50, validityMs = 5000 } = options
  const metrics = createMetrics(registry)
  const rateLimit = createRateLimit(logPeriodMs, () => clock.monotonicNow())
  const ownership = createOwnership(
    { store, clock, log, metrics },
    { owner: instanceName, leaseTtlMs, renewMs: leaseTtlMs / renewalsPerLease, refreshMs }
  )
  const coverMs = Math.max(shortestCoverMs, coverFactor * validityMs)
  const planning = createPlanning({ log, metrics, planBudgetMs, coverMs })
  const createTicker = options.ticks === 'event' ? createEventTicker : createSystemTicker
  const ticker = createTicker(
    { store, clock, planning, ownership, log, metrics, rateLimit },
    {
      speed: options.speed ?? 1,
      planBudgetMs,
      validityMs,
      signalMaximumAgeMs: options.signalMaximumAgeMs ?? 5000
    }
  )
  let closing: Promise<void> | undefined

  async function close(): Promise<void> {
    await ticker.close()
    await planning.close()
    await ownership.close()
  }

  return {
    start() {
      planning.start()
      ownership.start()
      ticker.start()
    },
    close() {
      closing ??= close()
      return closing
    },
    findFailure: () => ownership.findFailure()
  }
}
