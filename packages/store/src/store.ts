import type {
  Alarm,
  Corridor,
  Decision,
  Detections,
  LearntCorridor,
  PhasePlan,
  PlanAck,
  Presence,
  ServiceRequest,
  Signal,
  Site
} from '@selaras/shared'

/** One message from the field, decoded and checked, on its way into the store. */
export type FieldRecord = { readonly site: Site; readonly receivedAtMs: number } & (
  | { readonly channel: 'detections'; readonly message: Detections }
  | { readonly channel: 'signal'; readonly message: Signal }
  | { readonly channel: 'presence'; readonly message: Presence }
  | { readonly channel: 'planAck'; readonly message: PlanAck }
  | { readonly channel: 'request'; readonly message: ServiceRequest }
  | { readonly channel: 'alarm'; readonly message: Alarm }
)

/**
 * What became of a record. `duplicate`: (bootAtMs, seq) was there already. `late`: its seq is older than the ring
 * of kept messages, or it is from before the sender's latest start, or older than the latest of its kind. Neither
 * changes anything.
 */
export type RecordOutcome = 'stored' | 'duplicate' | 'late'

/** Accounting of one detections stream. */
export interface StreamAccount {
  readonly bootAtMs: number
  readonly lastSeq: number
  readonly stored: number
  /** Messages that are missing between the first and the last stored; one that arrives after all is taken off. */
  readonly gaps: number
  readonly duplicates: number
  readonly late: number
}

/** The state of one corridor, read in one round trip. */
export interface CorridorSnapshot {
  /** Pass it to the next read to get only what came since. */
  readonly cursor: number
  /** Detections messages stored after the given cursor, in the order in which they were stored. */
  readonly detections: readonly { readonly intersectionId: string; readonly message: Detections }[]
  /** Latest of each kind, by intersection. */
  readonly signals: Readonly<Record<string, Signal>>
  readonly presences: Readonly<Record<string, Presence>>
  readonly acknowledgements: Readonly<Record<string, PlanAck>>
  readonly plans: Readonly<Record<string, PhasePlan>>
  readonly streams: Readonly<Record<string, StreamAccount>>
}

export type CommitOutcome =
  | { readonly committed: true }
  | { readonly committed: false; readonly reason: 'stale-epoch' | 'stale-revision'; readonly epoch: number }

/** Plans of one commit, as the publisher sees them. */
export interface CommittedPlans {
  readonly corridorId: string
  /** Position in the corridor's stream of commits; opaque, pass it back. */
  readonly position: string
  readonly plans: readonly PhasePlan[]
}

/**
 * All state of the system, by corridor. Every method rejects when the store cannot be reached or refuses a write;
 * a method that resolved has taken effect.
 */
export interface Store {
  /** Saves a corridor's configuration; it must have passed `validateCorridor`. */
  putCorridor(corridor: Corridor): Promise<void>
  findCorridor(corridorId: string): Promise<Corridor | undefined>
  listCorridorIds(): Promise<readonly string[]>

  /** Stores a batch in one atomic write for each corridor in it. Outcomes are in the order of the records. */
  record(records: readonly FieldRecord[]): Promise<readonly RecordOutcome[]>
  readCorridor(corridorId: string, cursor: number): Promise<CorridorSnapshot>

  /**
   * Takes or renews the lease of a corridor for `ttlMs`. Returns the fencing epoch, which grows with every change of
   * owner, or undefined while somebody else holds it.
   */
  acquireLease(corridorId: string, owner: string, ttlMs: number): Promise<number | undefined>
  releaseLease(corridorId: string, owner: string): Promise<void>

  /**
   * Commits the plans of a corridor together, or none: each must carry the current epoch and a revision above the
   * committed one of its intersection in that epoch. The decisions behind them are kept with them, the latest of each
   * intersection.
   */
  commitPlans(
    corridorId: string,
    epoch: number,
    plans: readonly PhasePlan[],
    decisions?: readonly Decision[]
  ): Promise<CommitOutcome>
  /** Decision behind the current plan, by intersection. */
  readDecisions(corridorId: string): Promise<Readonly<Record<string, Decision>>>

  /**
   * Commits after the given positions, by corridor; a corridor without a position starts at its newest commit.
   * Waits up to `waitMs` for one. `signal` ends the wait early with an empty answer.
   */
  readCommittedPlans(
    positions: Readonly<Record<string, string | undefined>>,
    waitMs: number,
    signal?: AbortSignal
  ): Promise<readonly CommittedPlans[]>

  /** Keeps what the planner of a corridor has learnt in place of what was kept before. A help, not a truth: not fenced. */
  saveLearnt(learnt: LearntCorridor): Promise<void>
  findLearnt(corridorId: string): Promise<LearntCorridor | undefined>

  /** Rejects while the store cannot take writes. */
  ping(): Promise<void>
  close(): Promise<void>
}
