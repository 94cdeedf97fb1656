export { createMemoryStore, type MemoryStoreOptions } from './memory/memory-store.ts'
export { MisplacedPlanError } from './misplaced-plan-error.ts'
export { type CorruptEntry, formatCorruptEntry } from './redis/corrupt-entry.ts'
export { createRedisStore, type RedisStoreOptions } from './redis/redis-store.ts'
export { StoreUnavailableError } from './redis/store-unavailable-error.ts'
export type {
  CommitOutcome,
  CommittedPlans,
  CorridorSnapshot,
  FieldRecord,
  RecordOutcome,
  Store,
  StreamAccount
} from './store.ts'
