import type { PhasePlan } from '@selaras/shared'
import { keptCommits } from '../defaults.ts'
import type { CommitOutcome, CommittedPlans } from '../store.ts'

/** The current plans of one corridor and the commits they came by. */
export class CommittedPlansLog {
  readonly #corridorId: string
  readonly #current = new Map<string, PhasePlan>()
  #commits: CommittedPlans[] = []
  #counter = 0

  constructor(corridorId: string) {
    this.#corridorId = corridorId
  }

  get current(): Readonly<Record<string, PhasePlan>> {
    return Object.fromEntries(this.#current)
  }

  commit(currentEpoch: number, epoch: number, plans: readonly PhasePlan[]): CommitOutcome {
    const refuse = (reason: 'stale-epoch' | 'stale-revision'): CommitOutcome => {
      return { committed: false, reason, epoch: currentEpoch }
    }
    const isOwned = currentEpoch > 0
    if (!isOwned || epoch !== currentEpoch || plans.some(plan => plan.epoch !== epoch)) return refuse('stale-epoch')
    const accepted = new Map<string, PhasePlan>()
    for (const plan of plans) {
      const known = accepted.get(plan.intersectionId) ?? this.#current.get(plan.intersectionId)
      if (known?.epoch === epoch && known.revision >= plan.revision) return refuse('stale-revision')
      accepted.set(plan.intersectionId, plan)
    }
    if (plans.length === 0) return { committed: true }
    for (const [intersectionId, plan] of accepted) this.#current.set(intersectionId, plan)
    this.#counter++
    this.#commits.push({ corridorId: this.#corridorId, position: String(this.#counter), plans: [...plans] })
    if (this.#commits.length > keptCommits) this.#commits = this.#commits.slice(-keptCommits)
    return { committed: true }
  }

  listAfter(position: string | undefined): readonly CommittedPlans[] {
    if (position === undefined) return this.#commits.slice(-1)
    return this.#commits.filter(commit => Number(commit.position) > Number(position))
  }
}
