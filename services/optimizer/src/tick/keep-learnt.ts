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

/** Saves what the planner has learnt, if the corridor is still ours. A failure is logged: it costs memory only. */
export async function saveLearnt(
  { owned, seat }: CorridorDesk,
  { store, log, metrics, rateLimit }: TickerDependencies
): Promise<void> {
  const { corridorId } = owned.corridor
  const report = (error: Error) => {
    const suppressed = rateLimit.admit(`learnt ${corridorId}`)
    if (suppressed !== undefined) log.warn({ corridorId, error: error.message, suppressed }, 'not saved')
    return undefined
  }
  const learnt = await seat.learnt().catch(report)
  if (learnt === undefined || !owned.isHeld()) return
  try {
    await store.saveLearnt(learnt)
    metrics.learntSaved.inc()
  } catch (error) {
    metrics.storeFailures.inc({ operation: 'learnt' })
    report(error as Error)
  }
}

/** Saves when a minute has passed since the last time. */
export async function saveInTime(desk: CorridorDesk, nowMs: number, dependencies: TickerDependencies): Promise<void> {
  desk.savedAtMs ??= nowMs
  if (nowMs - desk.savedAtMs < savePeriodMs) return
  desk.savedAtMs = nowMs
  await saveLearnt(desk, dependencies)
}
