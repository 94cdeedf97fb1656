import type { OwnedCorridor } from '../ownership/ownership.ts'
import type { CorridorDesk } from './corridor-desk.ts'
import { createEventLoop } from './event-loop.ts'
import { createEventTime, type EventTime } from './event-time.ts'
import { openDesk, saveInTime, saveLearnt } from './keep-learnt.ts'
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
  const { store, clock, ownership } = dependencies
  const followed = new Map<OwnedCorridor, { desk: CorridorDesk; eventTime: EventTime }>()

  async function follow(owned: OwnedCorridor) {
    let entry = followed.get(owned)
    if (entry === undefined) {
      const intersectionIds = owned.corridor.intersections.map(({ intersectionId }) => intersectionId)
      const eventTime = createEventTime(intersectionIds, patienceMs, signalPatienceMs)
      entry = { desk: await openDesk(owned, dependencies), eventTime }
      followed.set(owned, entry)
    }
    return entry
  }

  return createEventLoop({
    pollMs,
    listOwned: () => ownership.listOwned(),
    async poll(owned) {
      const { desk, eventTime } = await follow(owned)
      const startedAtMs = clock.monotonicNow()
      const snapshot = await store.readCorridor(owned.corridor.corridorId, desk.cursor)
      countIgnored(dependencies, desk.absorb(snapshot, Number.POSITIVE_INFINITY))
      const nowMs = eventTime.findTickMs(desk.newestEndAtMs, snapshot.signals, clock.monotonicNow())
      if (nowMs === undefined) return false
      await runTick(desk, snapshot, { nowMs, isOver: () => false }, startedAtMs, dependencies, options)
      await saveInTime(desk, nowMs, dependencies)
      return true
    },
    onFailure: (owned, error) => reportStoreFailure(dependencies, owned, error),
    async onEnd(owned) {
      const desk = followed.get(owned)?.desk
      followed.delete(owned)
      if (desk === undefined) return
      await saveLearnt(desk, dependencies)
      desk.seat.close()
    }
  })
}
