import type { Decision, PhasePlan } from '@selaras/shared'
import type { CommitOutcome, Store } from '@selaras/store'
import { nextRevision } from './to-phase-plans.ts'

/** What became of the plans of one tick, and the plans as they were committed. */
export type Commit =
  | { readonly outcome: 'committed'; readonly plans: readonly PhasePlan[] }
  | { readonly outcome: 'stale-epoch' | 'stale-revision' }

/**
 * Commits plans by compare-and-set. A revision that the store has passed (an earlier commit whose reply was lost) is
 * read again and the plans are tried once more.
 */
export async function commit(
  store: Pick<Store, 'commitPlans' | 'readCorridor'>,
  corridorId: string,
  epoch: number,
  plans: readonly PhasePlan[],
  decisions: readonly Decision[],
  cursor: number
): Promise<Commit> {
  const first = await store.commitPlans(corridorId, epoch, plans, decisions)
  if (first.committed || first.reason !== 'stale-revision') return toCommit(first, plans)
  // Its detections are read again by the next tick: the cursor stays where it is.
  const { plans: current } = await store.readCorridor(corridorId, cursor)
  const restamped = plans.map(plan => ({ ...plan, revision: nextRevision(current[plan.intersectionId], epoch) }))
  return toCommit(await store.commitPlans(corridorId, epoch, restamped, decisions), restamped)
}

const toCommit = (result: CommitOutcome, plans: readonly PhasePlan[]): Commit =>
  result.committed ? { outcome: 'committed', plans } : { outcome: result.reason }
