import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

const latenessBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5]
const planBuckets = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1]

/** Everything that the optimizer counts. Labels are bounded: corridors, kinds and reasons, never detectors. */
export function createMetrics(registry: Registry) {
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name: `selaras_optimizer_${name}`, help, labelNames: [...labelNames], registers })
  return {
    ticks: counter('ticks_total', 'Ticks of a corridor, by what became of them', ['outcome']),
    tickLatenessSeconds: new Histogram({
      name: 'selaras_optimizer_tick_lateness_seconds',
      help: 'Start of a tick after its whole second, in real time',
      buckets: latenessBuckets,
      registers
    }),
    planSeconds: new Histogram({
      name: 'selaras_optimizer_plan_duration_seconds',
      help: 'Estimating and planning one corridor for one tick',
      labelNames: ['corridor'],
      buckets: planBuckets,
      registers
    }),
    tickSeconds: new Histogram({
      name: 'selaras_optimizer_tick_duration_seconds',
      help: 'One tick of one corridor from reading to committed',
      labelNames: ['corridor'],
      buckets: planBuckets,
      registers
    }),
    plansCommitted: counter('plans_committed_total', 'Plans that the store took', ['corridor']),
    plansRejected: counter('plans_rejected_total', 'Plans that were not committed, by their first problem', ['kind']),
    plansWithheld: counter('plans_withheld_total', 'Intersections that got no plan in a tick, by reason', ['reason']),
    deadlineMisses: counter('deadline_misses_total', 'Ticks whose search was cut, ran over the budget, or hung', [
      'corridor'
    ]),
    planThreads: new Gauge({ name: 'selaras_optimizer_plan_threads', help: 'Threads that plan', registers }),
    planThreadsLost: counter('plan_threads_lost_total', 'Threads that hung or crashed, each replaced', ['reason']),
    learntSaved: counter('learnt_saved_total', 'Times that what a planner has learnt was saved'),
    corridorsMoved: counter('corridors_moved_total', 'Planners that changed their thread'),
    detectionsIgnored: counter('detections_ignored_total', 'Detections kept from the planner, by reason', ['reason']),
    ownedCorridors: new Gauge({
      name: 'selaras_optimizer_owned_corridors',
      help: 'Corridors whose lease this instance holds',
      registers
    }),
    ownershipChanges: counter('ownership_changes_total', 'Leases gained and lost', ['change']),
    storeFailures: counter('store_failures_total', 'Calls that the store rejected', ['operation'])
  }
}

export type Metrics = ReturnType<typeof createMetrics>
