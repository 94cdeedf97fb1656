import { checkerOf, type LearntCorridor, LearntCorridorSchema } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createCrossing, detectionsAt, greenState } from '../../test/crossing.ts'
import { type CorridorPlanner, createCorridorPlanner, unlimitedTime } from '../index.ts'

const startMs = Date.UTC(2026, 10, 25, 0, 0)
const check = checkerOf(LearntCorridorSchema)

function tick(planner: CorridorPlanner, nowMs: number, crossings: readonly [number, number] = [0, 0]): void {
  const message = detectionsAt(nowMs, [0, 0], crossings)
  const detections = [{ intersectionId: 'crossing', message }]
  planner.plan({ nowMs, detections, signals: { crossing: greenState(1, nowMs - 20_000) } }, unlimitedTime)
}

/** A planner that saw one vehicle each four seconds on the first approach for ten minutes, one a minute on the other. */
function taught(): LearntCorridor {
  const planner = createCorridorPlanner(createCrossing())
  for (let second = 1; second <= 600; second++) {
    tick(planner, startMs + second * 1000, [second % 4 === 0 ? 1 : 0, second % 60 === 0 ? 1 : 0])
  }
  return planner.learnt()!
}

const endMs = startMs + 600_000
const learnt = taught()

/** What a new planner knows right after its first tick. */
function knownAt(nowMs: number, from: unknown) {
  const planner = createCorridorPlanner(createCrossing(), { learnt: from as LearntCorridor })
  const signals = { crossing: greenState(1, nowMs - 20_000) }
  planner.plan({ nowMs, detections: [], signals }, unlimitedTime)
  return planner.learnt()!.intersections[0]!
}

const flowsAt = (nowMs: number, from: unknown) =>
  knownAt(nowMs, from).lanes.map(({ flowVehiclesPerHour }) => flowVehiclesPerHour)
const priorFlow = 180

/** The record with its first intersection changed. */
const changed = (change: (intersection: LearntCorridor['intersections'][number]) => object) => ({
  ...learnt,
  intersections: learnt.intersections.map(entry => ({ ...entry, ...change(entry) }))
})

describe('what a corridor planner has learnt', () => {
  it('is nothing before the first tick, and valid by the schema afterwards', () => {
    expect(createCorridorPlanner(createCrossing()).learnt()).toBeUndefined()
    expect(check(JSON.parse(JSON.stringify(learnt))).ok).toBe(true)
    expect(learnt.learntAtMs).toBe(endMs)
  })

  it('survives a restart', () => {
    expect(knownAt(endMs, JSON.parse(JSON.stringify(learnt)))).toEqual(learnt.intersections[0])
    const [busy, quiet] = flowsAt(endMs, learnt)
    expect(busy).toBeGreaterThan(700)
    expect(quiet).toBeLessThan(100)
  })

  it('counts less the older it is, until the prior is left', () => {
    const busyAfter = (hours: number) => flowsAt(endMs + hours * 3_600_000, learnt)[0]!
    expect(busyAfter(0.1)).toBeLessThan(busyAfter(0))
    expect(busyAfter(0.1)).toBeGreaterThan(busyAfter(0.5))
    expect(busyAfter(6)).toBeCloseTo(priorFlow, 0)
  })

  it('counts nothing when it is from the future', () => {
    expect(flowsAt(startMs, learnt)).toEqual([priorFlow, priorFlow])
  })

  it('leaves out, one by one, values that are no numbers within their bounds', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, -1, 1e9, '5', null]) {
      const from = changed(({ lanes }) => ({
        observedSeconds: bad,
        lanes: [
          { ...lanes[0]!, flowVehiclesPerHour: bad, shares: [{ movementId: 'a1-through', share: bad }] },
          lanes[1]!
        ],
        discharge: [{ stage: 1, laneId: 'a1-l0', factor: bad }]
      }))
      const known = knownAt(endMs, from)
      expect(known.lanes.map(lane => lane.flowVehiclesPerHour)).toEqual([priorFlow, flowsAt(endMs, learnt)[1]])
      expect(known.lanes[0]!.shares).toEqual([{ movementId: 'a1-through', share: 1 }])
      expect(known.discharge).toEqual([])
    }
  })

  it('ignores what is not there any more, and starts what is new at its prior', () => {
    const from = changed(({ lanes }) => ({
      lanes: [{ ...lanes[0]!, laneId: 'gone' }, lanes[1]!],
      discharge: [
        { stage: 9, laneId: 'a1-l0', factor: 0.5 },
        { stage: 2, laneId: 'gone', factor: 0.5 }
      ],
      feeders: [{ detectorId: 'gone', flowVehiclesPerHour: 100, share: 0.5 }]
    }))
    expect(flowsAt(endMs, from)).toEqual([priorFlow, flowsAt(endMs, learnt)[1]])
    expect(flowsAt(endMs, { ...learnt, intersections: [] })).toEqual([priorFlow, priorFlow])
  })

  it('holds the discharge of a stage where it differs from the model, and goes back to it', () => {
    const from = changed(() => ({ discharge: [{ stage: 1, laneId: 'a1-l0', factor: 0.5 }] }))
    expect(knownAt(endMs, from).discharge).toEqual([{ stage: 1, laneId: 'a1-l0', factor: 0.5 }])
    expect(knownAt(endMs + 90_000, from).discharge[0]!.factor).toBeCloseTo(1 - 0.5 / Math.E, 2)
  })
})

describe('the demand profile', () => {
  const day = 86_400_000

  /** Passes a quarter of an hour from `fromMs` on, and the first second of the next, with so many vehicles an hour. */
  function pass(planner: CorridorPlanner, fromMs: number, vehiclesPerHour: number): void {
    const every = 3600 / vehiclesPerHour
    for (let second = 1; second <= 901; second++) {
      tick(planner, fromMs + second * 1000, [second % every === 0 ? 1 : 0, 0])
    }
  }

  it('averages the same quarter over days of the same kind, the newest day most', () => {
    const planner = createCorridorPlanner(createCrossing())
    // 00:00 UTC is 08:00 in Kuala Lumpur; 25 November 2026 is a Wednesday.
    pass(planner, startMs, 360)
    pass(planner, startMs + day, 720)
    pass(planner, startMs + 3 * day, 60)
    const profile = planner.learnt()!.intersections[0]!.lanes[0]!.profile
    const workday = profile.find(({ dayKind }) => dayKind === 'workday')!.flowsVehiclesPerHour
    expect(workday[32]).toBe(468)
    expect(workday.filter(flow => flow !== null)).toHaveLength(1)
    expect(profile.find(({ dayKind }) => dayKind === 'weekend')!.flowsVehiclesPerHour[32]).toBe(60)
  })

  it('is where flows start from, and what silent stop lines follow', () => {
    const planner = createCorridorPlanner(createCrossing())
    pass(planner, startMs, 720)
    const known = planner.learnt()!
    expect(flowsAt(startMs + 5 * day, known)[0]).toBeCloseTo(720, 0)
    const later = createCorridorPlanner(createCrossing(), {
      learnt: { ...known, intersections: known.intersections.map(entry => ({ ...entry, learntAtMs: 0 })) }
    })
    for (let second = 1; second <= 890; second++) {
      const nowMs = startMs + 6 * day + second * 1000
      const message = { ...detectionsAt(nowMs, [0, 0], [0, 0]), readings: [] }
      const signals = { crossing: greenState(1, nowMs - 20_000) }
      later.plan({ nowMs, detections: [{ intersectionId: 'crossing', message }], signals }, unlimitedTime)
    }
    expect(later.learnt()!.intersections[0]!.lanes[0]!.flowVehiclesPerHour).toBeCloseTo(720, 0)
  })
})
