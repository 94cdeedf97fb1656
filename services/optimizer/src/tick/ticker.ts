import type { Clock } from '@selaras/shared'
import type { CorridorSnapshot } from '@selaras/store'
import type { OwnedCorridor, Ownership } from '../ownership/ownership.ts'
import type { Planning } from '../planning/planning.ts'
import type { CorridorDesk } from './corridor-desk.ts'
import { type Tick, type TickDependencies, type TickOptions, tickCorridor } from './tick-corridor.ts'

export interface TickerDependencies extends TickDependencies {
  readonly clock: Clock
  readonly planning: Planning
  readonly ownership: Pick<Ownership, 'listOwned' | 'drop'>
}

export interface TickerOptions extends TickOptions {
  /** Clock milliseconds per real millisecond. */
  readonly speed: number
}

/** Runs the ticks of all owned corridors, each on its own: a slow or failing one touches no other. */
export interface Ticker {
  start(): void
  /** Ends after the ticks under way. */
  close(): Promise<void>
}

/** One tick with all that is counted about it. Gives the corridor up when its epoch turned out to be stale. */
export async function runTick(
  desk: CorridorDesk,
  snapshot: CorridorSnapshot,
  tick: Tick,
  startedAtMs: number,
  dependencies: TickerDependencies,
  options: TickerOptions
): Promise<void> {
  const { clock, metrics, ownership } = dependencies
  const { corridor, epoch } = desk.owned
  const outcome = await tickCorridor(desk, snapshot, tick, dependencies, options)
  metrics.ticks.inc({ outcome })
  metrics.tickSeconds.observe({ corridor: corridor.corridorId }, (clock.monotonicNow() - startedAtMs) / 1000)
  if (outcome === 'stale-epoch') ownership.drop(corridor.corridorId, epoch)
}

/** Counts the detections that a desk refused. */
export function countIgnored({ metrics }: TickerDependencies, ignored: Readonly<Record<string, number>>): void {
  for (const [reason, count] of Object.entries(ignored)) {
    if (count > 0) metrics.detectionsIgnored.inc({ reason }, count)
  }
}

/** Counts and logs a tick that the store rejected. */
export function reportStoreFailure(
  { log, metrics, rateLimit }: TickerDependencies,
  owned: OwnedCorridor,
  error: Error
): void {
  const { corridorId } = owned.corridor
  metrics.ticks.inc({ outcome: 'store-failed' })
  metrics.storeFailures.inc({ operation: 'tick' })
  const suppressed = rateLimit.admit(`store ${corridorId}`)
  if (suppressed !== undefined) log.error({ corridorId, error: error.message, suppressed }, 'tick failed on the store')
}
