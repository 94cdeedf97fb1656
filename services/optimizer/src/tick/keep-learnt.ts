import type { OwnedCorridor } from '../ownership/ownership.ts'
import { CorridorDesk } from './corridor-desk.ts'
import type { TickerDependencies } from './ticker.ts'

/** How often what a planner has learnt is saved, clock ms. */
const savePeriodMs = 60_000

/** The desk of a corridor, its planner started from what the last one saved. Rejects when the store does. */
export async function openDesk(
  owned: OwnedCorridor,
  { store, planning }: Pick<TickerDependencies, 'store' | 'planning'>
): Promise<CorridorDesk> {
  return new CorridorDesk(owned, planning, await store.findLearnt(owned.corridor.corridorId))
}

/** Saves what the planner has learnt, if the corridor is still ours. A failure is counted and logged: it costs memory only. */
export async function saveLearnt(
  { owned, seat }: CorridorDesk,
  { store, log, metrics, rateLimit }: TickerDependencies
): Promise<void> {
  const { corridorId } = owned.corridor
  try {
    const learnt = await seat.learnt()
    if (learnt === undefined || !owned.isHeld()) return
    await store.saveLearnt(learnt)
    metrics.learntSaved.inc()
  } catch (error) {
    metrics.storeFailures.inc({ operation: 'learnt' })
    const suppressed = rateLimit.admit(`learnt ${corridorId}`)
    if (suppressed !== undefined) log.warn({ corridorId, error: (error as Error).message, suppressed }, 'not saved')
  }
}

/** Saves when a minute has passed since the last time. */
export async function saveInTime(desk: CorridorDesk, nowMs: number, dependencies: TickerDependencies): Promise<void> {
  desk.savedAtMs ??= nowMs
  if (nowMs - desk.savedAtMs < savePeriodMs) return
  desk.savedAtMs = nowMs
  await saveLearnt(desk, dependencies)
}
