import type { Cluster } from './clusters.ts'

/** Clusters of every stage, to be put into one order. Stages by position. */
export interface SchedulingProblem {
  readonly clusters: readonly (readonly Cluster[])[]
  readonly running: number
  readonly greenSeconds: number
  /** Until the running stage may serve, s. */
  readonly clearanceLeftSeconds: number
  readonly minimumGreenSeconds: readonly number[]
  readonly maximumGreenSeconds: readonly number[]
  clearanceSeconds(from: number, to: number): number
  readonly startUpLossSeconds: number
}

export interface ScheduledCluster {
  readonly stage: number
  readonly cluster: Cluster
  readonly startSeconds: number
  readonly endSeconds: number
}

/**
 * The order of clusters, and so the stage sequence, with the least cumulative delay, by forward dynamic programming.
 *
 * A state is how many clusters of each stage have been served, and the last stage; of the ways that lead to it the one
 * with the least delay is kept. Serving a cluster of another stage costs the rest of the minimum green, the clearance
 * and, when the cluster has to wait, the start-up loss.
 *
 * @see Xie, X.-F., Smith, S. F., Lu, L., Barlow, G. J. (2012), Schedule-driven intersection control, Transportation
 * Research C 24.
 */
export function scheduleClusters(problem: SchedulingProblem): readonly ScheduledCluster[] {
  const { clusters, clearanceSeconds, startUpLossSeconds } = problem
  const stages = clusters.length
  const strides = clusters.map((_, stage) =>
    clusters.slice(0, stage).reduce((product, own) => product * (own.length + 1), 1)
  )
  const states = clusters.reduce((product, own) => product * (own.length + 1), 1)
  const delay = new Float64Array(states * stages).fill(Number.POSITIVE_INFINITY)
  const time = new Float64Array(states * stages)
  const green = new Float64Array(states * stages)
  const start = new Float64Array(states * stages)
  const before = new Int32Array(states * stages).fill(-1)
  delay[problem.running] = 0
  time[problem.running] = problem.clearanceLeftSeconds
  green[problem.running] = problem.greenSeconds
  for (let served = 0; served < states; served++) {
    for (let last = 0; last < stages; last++) {
      const from = served * stages + last
      if (delay[from] === Number.POSITIVE_INFINITY) continue
      for (let stage = 0; stage < stages; stage++) {
        const own = clusters[stage]!
        const position = Math.floor(served / strides[stage]!) % (own.length + 1)
        const cluster = own[position]
        if (cluster === undefined) continue
        const switches = stage !== last
        let readyAt = time[from]!
        if (switches) {
          readyAt += Math.max(0, problem.minimumGreenSeconds[last]! - green[from]!) + clearanceSeconds(last, stage)
        }
        let startAt = Math.max(cluster.arrivalSeconds, readyAt)
        if (switches && readyAt > cluster.arrivalSeconds) startAt += startUpLossSeconds
        const endAt = startAt + cluster.durationSeconds
        const greenAfter = (switches ? 0 : green[from]!) + endAt - readyAt
        if (
          !switches &&
          greenAfter > problem.maximumGreenSeconds[stage]! &&
          hasOthers(clusters, strides, served, stage)
        )
          continue
        const after = delay[from]! + cluster.vehicles * (startAt - cluster.arrivalSeconds)
        const to = (served + strides[stage]!) * stages + stage
        if (after >= delay[to]!) continue
        delay[to] = after
        time[to] = endAt
        green[to] = greenAfter
        start[to] = startAt
        before[to] = from
      }
    }
  }
  return trace(problem, { delay, time, start, before }, strides, states)
}

/** Whether some other stage has clusters left. */
const hasOthers = (
  clusters: SchedulingProblem['clusters'],
  strides: readonly number[],
  served: number,
  stage: number
): boolean =>
  clusters.some((own, other) => other !== stage && Math.floor(served / strides[other]!) % (own.length + 1) < own.length)

function trace(
  { clusters }: SchedulingProblem,
  { delay, time, start, before }: Record<'delay' | 'time' | 'start', Float64Array> & { before: Int32Array },
  strides: readonly number[],
  states: number
): readonly ScheduledCluster[] {
  const stages = clusters.length
  let state = (states - 1) * stages
  for (let last = 1; last < stages; last++) {
    if (delay[(states - 1) * stages + last]! < delay[state]!) state = (states - 1) * stages + last
  }
  const order: ScheduledCluster[] = []
  for (let previous = before[state]!; previous >= 0; previous = before[state]!) {
    const stage = state % stages
    const position = Math.floor(Math.floor(previous / stages) / strides[stage]!) % (clusters[stage]!.length + 1)
    order.push({
      stage,
      cluster: clusters[stage]![position]!,
      startSeconds: start[state]!,
      endSeconds: time[state]!
    })
    state = previous
  }
  return order.reverse()
}
