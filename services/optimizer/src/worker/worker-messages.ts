import type { MessagePort } from 'node:worker_threads'
import type { ScaledClockSettings } from '@selaras/service'
import type { OptimizerOptions } from '../app.ts'

/** What the optimizer's thread is started with. */
export interface WorkerSettings {
  readonly storePort: MessagePort
  readonly clock: ScaledClockSettings
  readonly logLevel: string
  /** Module that exports `createCorridorPlanner`. */
  readonly plannerModule: string
  readonly options: OptimizerOptions
}

export type ToWorker = { readonly kind: 'close' } | { readonly kind: 'metrics'; readonly request: number }

export type FromWorker =
  | { readonly kind: 'beat'; readonly failure: string | undefined }
  | { readonly kind: 'metrics'; readonly request: number; readonly text: string }
