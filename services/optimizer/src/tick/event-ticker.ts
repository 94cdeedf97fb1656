import type { OwnedCorridor } from '../ownership/ownership.ts'
import { CorridorDesk } from './corridor-desk.ts'
import { createEventLoop } from './event-loop.ts'
import { createEventTime, type EventTime } from './event-time.ts'
import {
  countIgnored,
  reportStoreFailure,
  runTick,
  type Ticker,
  type TickerDependencies,
  type TickerOptions
} from './ticker.ts'

const pollMs = 3
const patienceMs = 2000
const signalPatienceMs = 200

/** Ticks every owned corridor on event time: as soon as the detections of the next second are complete. */
export function createEventTicker(dependencies: TickerDependencies, options: TickerOptions): Ticker {
  const { store, clock, planning, ownership } = dependencies
  const followed = new Map<OwnedCorridor, { desk: CorridorDesk; eventTime: EventTime }>()

  function follow(owned: OwnedCorridor) {
    let entry = followed.get(owned)
    if (entry === undefined) {
      const intersectionIds = owned.corridor.intersections.map(({ intersectionId }) => intersectionId)
      const eventTime = createEventTime(intersectionIds, patienceMs, signalPatienceMs)
      entry = { desk: new CorridorDesk(owned, planning), eventTime }
      followed.set(owned, entry)
    }
    return entry
  }

  return createEventLoop({
    pollMs,
    listOwned: () => ownership.listOwned(),
    async poll(owned) {
      const { desk, eventTime } = follow(owned)
      const startedAtMs = clock.monotonicNow()
      const snapshot = await store.readCorridor(owned.corridor.corridorId, desk.cursor)
      countIgnored(dependencies, desk.absorb(snapshot, Number.POSITIVE_INFINITY))
      const nowMs = eventTime.findTickMs(desk.newestEndAtMs, snapshot.signals, clock.monotonicNow())
      if (nowMs === undefined) return false
      await runTick(desk, snapshot, { nowMs, isOver: () => false }, startedAtMs, dependencies, options)
      return true
    },
    onFailure: (owned, error) => reportStoreFailure(dependencies, owned, error),
    onEnd(owned) {
      followed.get(owned)?.desk.seat.close()
      followed.delete(owned)
    }
  })
}
