export { createOptimizer, type Optimizer, type OptimizerDependencies, type OptimizerOptions } from './app.ts'
export { createWorkerPlanning, type WorkerPlanningOptions } from './planning/worker-planning.ts'
