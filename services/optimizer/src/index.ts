export { createOptimizer, type Optimizer, type OptimizerDependencies, type OptimizerOptions } from './app.ts'
export type { PlannerFactory } from './tick/corridor-desk.ts'
export {
  type OptimizerWorker,
  type OptimizerWorkerOptions,
  startOptimizerWorker
} from './worker/start-optimizer-worker.ts'
