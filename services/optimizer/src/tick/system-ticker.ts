import type { OwnedCorridor } from '../ownership/ownership.ts'
import { createAlignedTimer } from './aligned-timer.ts'
import { CorridorDesk } from './corridor-desk.ts'
import {
  countIgnored,
  reportStoreFailure,
  runTick,
  type Ticker,
  type TickerDependencies,
  type TickerOptions
} from './ticker.ts'

const periodMs = 1000
const maximumLatenessMs = 500
/** Clocks of field and centre may differ by this much; detections dated later are not believed. */
const toleratedSkewMs = 2000

/** Ticks every owned corridor on whole seconds of the clock; one that is still busy with the last tick sits out. */
export function createSystemTicker(dependencies: TickerDependencies, options: TickerOptions): Ticker {
  const { store, clock, planning, ownership, metrics } = dependencies
  const { speed } = options
  const desks = new Map<string, CorridorDesk>()
  const running = new Map<string, Promise<void>>()

  function findDesk(owned: OwnedCorridor, nowMs: number): CorridorDesk {
    const { corridorId } = owned.corridor
    let desk = desks.get(corridorId)
    // A clock that was set back makes all that was learnt lie in the future.
    if (desk?.owned !== owned || nowMs <= desk.lastTickMs) {
      desk?.seat.close()
      desk = new CorridorDesk(owned, planning)
      desks.set(corridorId, desk)
    }
    return desk
  }

  async function tickOnce(owned: OwnedCorridor, nowMs: number): Promise<void> {
    const desk = findDesk(owned, nowMs)
    desk.lastTickMs = nowMs
    const isOver = () => Math.abs(clock.now() - nowMs) >= periodMs
    try {
      const startedAtMs = clock.monotonicNow()
      const snapshot = await store.readCorridor(owned.corridor.corridorId, desk.cursor)
      countIgnored(dependencies, desk.absorb(snapshot, nowMs + toleratedSkewMs))
      await runTick(desk, snapshot, { nowMs, isOver }, startedAtMs, dependencies, options)
    } catch (error) {
      reportStoreFailure(dependencies, owned, error as Error)
    }
  }

  const ticks = createAlignedTimer({
    clock,
    speed,
    maximumLatenessMs,
    onTick(nowMs, latenessMs) {
      metrics.tickLatenessSeconds.observe(latenessMs / 1000 / speed)
      const corridors = ownership.listOwned()
      const ids = new Set(corridors.map(({ corridor }) => corridor.corridorId))
      for (const [corridorId, desk] of desks) {
        if (ids.has(corridorId) || running.has(corridorId)) continue
        desk.seat.close()
        desks.delete(corridorId)
      }
      for (const owned of corridors) {
        const { corridorId } = owned.corridor
        if (running.has(corridorId)) metrics.ticks.inc({ outcome: 'busy' })
        else {
          running.set(
            corridorId,
            tickOnce(owned, nowMs).finally(() => running.delete(corridorId))
          )
        }
      }
    },
    onSkipped(missed, latenessMs) {
      metrics.tickLatenessSeconds.observe(latenessMs / 1000 / speed)
      metrics.ticks.inc({ outcome: 'late' }, missed * ownership.listOwned().length)
      const suppressed = dependencies.rateLimit.admit('ticks skipped')
      if (suppressed !== undefined) dependencies.log.warn({ missed, latenessMs, suppressed }, 'ticks skipped')
    }
  })
  return {
    start: () => ticks.start(),
    async close() {
      ticks.close()
      await Promise.all(running.values())
    }
  }
}
