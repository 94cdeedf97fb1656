import { describe, expect, it } from 'vitest'
import type { Cluster } from './clusters.ts'
import { type SchedulingProblem, scheduleClusters } from './schedule.ts'

const cluster = (vehicles: number, arrivalSeconds: number, durationSeconds: number): Cluster => ({
  vehicles,
  arrivalSeconds,
  durationSeconds,
  byLane: new Map()
})

const schedule = (clusters: Cluster[][], changes: Partial<SchedulingProblem> = {}) =>
  scheduleClusters({
    clusters,
    running: 0,
    greenSeconds: 10,
    clearanceLeftSeconds: 0,
    minimumGreenSeconds: clusters.map(() => 5),
    maximumGreenSeconds: clusters.map(() => 60),
    clearanceSeconds: () => 4,
    startUpLossSeconds: 1,
    ...changes
  }).map(({ stage, startSeconds, endSeconds }) => ({ stage, startSeconds, endSeconds }))

describe('scheduleClusters', () => {
  it('has nothing to order without vehicles', () => {
    expect(schedule([[], []])).toEqual([])
  })

  it('serves a queue before it switches to one of the same size, which then pays clearance and start-up', () => {
    expect(schedule([[cluster(4, 0, 8)], [cluster(4, 0, 8)]])).toEqual([
      { stage: 0, startSeconds: 0, endSeconds: 8 },
      { stage: 1, startSeconds: 13, endSeconds: 21 }
    ])
  })

  it('lets the long queue go first when the other cluster is small and late', () => {
    expect(schedule([[cluster(1, 9, 2)], [cluster(8, 0, 8)]]).map(({ stage }) => stage)).toEqual([1, 0])
  })

  it('finishes the minimum green before it switches', () => {
    expect(schedule([[], [cluster(2, 0, 4)]], { greenSeconds: 2 })[0]!.startSeconds).toBe(3 + 4 + 1)
  })

  it('pays no start-up loss for a cluster that arrives after green has come', () => {
    expect(schedule([[], [cluster(2, 9, 4)]])[0]).toEqual({ stage: 1, startSeconds: 9, endSeconds: 13 })
  })

  it('does not stretch a green beyond its maximum while another stage waits', () => {
    const clusters = [[cluster(20, 0, 15), cluster(20, 0, 15)], [cluster(1, 0, 2)]]
    expect(schedule(clusters).map(({ stage }) => stage)).toEqual([0, 0, 1])
    const short = { maximumGreenSeconds: [30, 30] }
    expect(schedule(clusters, short).map(({ stage }) => stage)).toEqual([0, 1, 0])
  })

  it('is no worse than any other order', () => {
    const clusters = [[cluster(3, 0, 6), cluster(2, 18, 4)], [cluster(1, 2, 2), cluster(5, 12, 9)], [cluster(2, 0, 4)]]
    const delayOf = (order: readonly number[]): number => {
      const next = [0, 0, 0]
      let [time, green, last, delay] = [0, 10, 0, 0]
      for (const stage of order) {
        const { vehicles, arrivalSeconds, durationSeconds } = clusters[stage]![next[stage]!++]!
        const readyAt = stage === last ? time : time + Math.max(0, 5 - green) + 4
        let startAt = Math.max(arrivalSeconds, readyAt)
        if (stage !== last && readyAt > arrivalSeconds) startAt += 1
        delay += vehicles * (startAt - arrivalSeconds)
        time = startAt + durationSeconds
        green = (stage === last ? green : 0) + time - readyAt
        last = stage
      }
      return delay
    }
    const found = delayOf(schedule(clusters).map(({ stage }) => stage))
    for (const order of ordersOf([0, 0, 1, 1, 2])) expect(found).toBeLessThanOrEqual(delayOf(order))
  })
})

function ordersOf(stages: readonly number[]): readonly (readonly number[])[] {
  if (stages.length === 0) return [[]]
  return [...new Set(stages)].flatMap(first => {
    const rest = [...stages]
    rest.splice(rest.indexOf(first), 1)
    return ordersOf(rest).map(order => [first, ...order])
  })
}
