import type { OwnedCorridor } from '../ownership/ownership.ts'
import { createAlignedTimer } from './aligned-timer.ts'
import type { CorridorDesk } from './corridor-desk.ts'
import { openDesk, saveInTime, saveLearnt } from './keep-learnt.ts'
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
  const { store, clock, ownership, metrics } = dependencies
  const { speed } = options
  const desks = new Map<string, CorridorDesk>()
  const running = new Map<string, Promise<void>>()

  async function getDesk(owned: OwnedCorridor, nowMs: number): Promise<CorridorDesk> {
    const { corridorId } = owned.corridor
    const known = desks.get(corridorId)
    // A clock that was set back makes all that was seen lie in the future.
    if (known?.owned === owned && nowMs > known.lastTickMs) return known
    known?.seat.close()
    desks.delete(corridorId)
    const desk = await openDesk(owned, dependencies)
    desks.set(corridorId, desk)
    return desk
  }

  async function tickOnce(owned: OwnedCorridor, nowMs: number): Promise<void> {
    const isOver = () => Math.abs(clock.now() - nowMs) >= periodMs
    try {
      const startedAtMs = clock.monotonicNow()
      const desk = await getDesk(owned, nowMs)
      desk.lastTickMs = nowMs
      const snapshot = await store.readCorridor(owned.corridor.corridorId, desk.cursor)
      countIgnored(dependencies, desk.absorb(snapshot, nowMs + toleratedSkewMs))
      await runTick(desk, snapshot, { nowMs, isOver }, startedAtMs, dependencies, options)
      await saveInTime(desk, nowMs, dependencies)
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
      await Promise.all([...desks.values()].map(desk => saveLearnt(desk, dependencies)))
    }
  }
}
