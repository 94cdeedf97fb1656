import { type Corridor, formatPlanProblem, type PhasePlan, validateCorridor, validatePhasePlan } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createCrossing, detectionsAt, greenState } from '../test/crossing.ts'
import { createCorridorPlanner, type PlannedIntersection, type TimeBudget, unlimitedTime } from './index.ts'
import { warmUpCorridor } from './warm-up/warm-up-corridor.ts'

const startMs = 1_000_000_000_000
const spent: TimeBudget = { limitMs: 50, elapsedMs: () => 50 }

function planOnce(
  queues: readonly [number, number],
  options: { stage?: number; greenSeconds?: number; time?: TimeBudget; corridor?: Corridor } = {}
): PlannedIntersection {
  const { stage = 1, greenSeconds = 20, time = unlimitedTime, corridor = createCrossing() } = options
  const planner = createCorridorPlanner(corridor)
  const [planned] = planner.plan(
    {
      nowMs: startMs,
      detections: [{ intersectionId: 'crossing', message: detectionsAt(startMs, queues, [0, 0]) }],
      signals: { crossing: greenState(stage, startMs - greenSeconds * 1000) }
    },
    time
  )
  return planned!
}

function problemsOf(planned: PlannedIntersection, stage = 1, greenSeconds = 20): string[] {
  const corridor = createCrossing()
  const plan: PhasePlan = {
    schemaVersion: 1,
    corridorId: 'test',
    intersectionId: 'crossing',
    configurationVersion: 1,
    epoch: 1,
    revision: 1,
    basedOnAtMs: startMs,
    issuedAtMs: startMs,
    validUntilMs: startMs + 5000,
    intervals: [...planned.intervals],
    reason: planned.reason
  }
  const state = greenState(stage, startMs - greenSeconds * 1000)
  const intersection = corridor.intersections[0]!
  const context = { corridorId: 'test', configurationVersion: 1, limits: corridor.limits, intersection, state }
  return validatePhasePlan(plan, context).map(formatPlanProblem)
}

describe('createCorridorPlanner', () => {
  it('switches at once to a waiting queue when nobody uses the green', () => {
    const planned = planOnce([0, 6])
    expect(planned.intervals[0]).toEqual({ stage: 1, startAtMs: startMs - 20_000, endAtMs: startMs })
    expect(planned.intervals[1]).toMatchObject({ stage: 2, startAtMs: startMs + 4000 })
    expect(planned.reason).toContain('to stage 2')
    expect(problemsOf(planned)).toEqual([])
  })

  it('serves the longer queue first and the shorter one after it', () => {
    const planned = planOnce([8, 1])
    expect(planned.intervals[0]!.endAtMs).toBeGreaterThan(startMs + 8000)
    expect(planned.intervals[1]!.stage).toBe(2)
  })

  it('serves the shorter queue first on an approach whose delay weighs more', () => {
    const corridor = createCrossing()
    const [intersection] = corridor.intersections
    const [main, side] = intersection!.approaches
    const weighted = { ...intersection!, approaches: [main!, { ...side!, delayWeight: 10 }] }
    const planned = planOnce([8, 3], { corridor: { ...corridor, intersections: [weighted] } })
    expect(planned.intervals[0]!.endAtMs).toBe(startMs)
  })

  it('keeps minimum green even when only the other side waits', () => {
    const planned = planOnce([0, 10], { greenSeconds: 1 })
    expect(planned.intervals[0]!.endAtMs).toBe(startMs + 4000)
    expect(problemsOf(planned, 1, 1)).toEqual([])
  })

  it('leaves at maximum green', () => {
    const planned = planOnce([30, 1], { greenSeconds: 55 })
    expect(planned.intervals[0]!.endAtMs).toBeLessThanOrEqual(startMs + 5000)
    expect(problemsOf(planned, 1, 55)).toEqual([])
  })

  it('returns a valid plan when the deadline has passed before it began', () => {
    const planned = planOnce([3, 9], { time: spent })
    expect(planned.stoppedBy).toBe('deadline')
    expect(problemsOf(planned)).toEqual([])
  })

  it('returns a valid plan near maximum green when the deadline has passed before it began', () => {
    for (const greenSeconds of [52, 55, 59, 60]) {
      const planned = planOnce([9, 3], { time: spent, greenSeconds })
      expect(problemsOf(planned, 1, greenSeconds)).toEqual([])
    }
  })

  it('goes on with the schedule of the tick before when the search is cut early, as long as it was followed', () => {
    const planner = createCorridorPlanner(createCrossing())
    const plan = (second: number, queues: readonly [number, number], time: TimeBudget, stage = 1) => {
      const nowMs = startMs + second * 1000
      const detections = [{ intersectionId: 'crossing', message: detectionsAt(nowMs, queues, [0, 0]) }]
      const signals = { crossing: greenState(stage, startMs - 20_000) }
      return planner.plan({ nowMs, detections, signals }, time)[0]!
    }
    const complete = plan(0, [8, 2], unlimitedTime)
    expect(complete.intervals.length).toBeGreaterThan(1)
    const cut = plan(1, [8, 2], spent)
    expect(cut.stoppedBy).toBe('deadline')
    expect(cut.intervals).toEqual(complete.intervals)
    expect(plan(2, [8, 2], spent, 2).intervals).not.toEqual(complete.intervals)
  })

  it('ends greens only on the decision grid of a coarse controller', () => {
    const corridor = createCrossing()
    const [crossing] = corridor.intersections
    const coarse = { ...corridor, intersections: [{ ...crossing!, decisionGridSeconds: 10 }] }
    for (const offsetMs of [0, 400, 3000, 9000]) {
      const nowMs = startMs + offsetMs
      const plans = createCorridorPlanner(coarse).plan(
        {
          nowMs,
          detections: [{ intersectionId: 'crossing', message: detectionsAt(nowMs, [0, 6], [0, 0]) }],
          signals: { crossing: greenState(1, nowMs - 20_000) }
        },
        unlimitedTime
      )
      const switches = plans[0]!.intervals.slice(0, -1).map(({ endAtMs }) => endAtMs)
      expect(switches[0]).toBe(offsetMs === 0 ? startMs : startMs + 10_000)
      expect(switches.filter(atMs => atMs % 10_000 !== 0)).toEqual([])
      expect(validateCorridor(coarse)).toEqual([])
    }
  })

  it('plans no more often than a slow controller takes plans, and for as long as it follows one', () => {
    const corridor = createCrossing()
    const [crossing] = corridor.intersections
    const slow = { ...corridor, intersections: [{ ...crossing!, minimumUpdateSeconds: 5 }] }
    const planner = createCorridorPlanner(slow, { coverMs: 5000 })
    const plannedAt: number[] = []
    for (let second = 0; second < 20; second++) {
      const nowMs = startMs + 2000 + second * 1000
      const message = detectionsAt(nowMs, [6, 0], [0, 0])
      const detections = [{ intersectionId: 'crossing', message }]
      const signals = { crossing: greenState(1, nowMs - 20_000) }
      const [planned] = planner.plan({ nowMs, detections, signals }, unlimitedTime)
      if (planned === undefined) continue
      plannedAt.push((nowMs - startMs) / 1000)
      expect(planned.intervals.at(-1)!.endAtMs).toBeGreaterThanOrEqual(nowMs + 13_000)
    }
    expect(plannedAt).toEqual([2, 5, 10, 15, 20])
  })

  it('plans from a start of green that a controller clock ahead of ours gives', () => {
    for (const aheadMs of [500, 1500]) {
      const planned = planOnce([0, 9], { greenSeconds: -aheadMs / 1000 })
      expect(problemsOf(planned, 1, -aheadMs / 1000)).toEqual([])
    }
  })

  it('has estimates of lanes of which nothing but silence was learnt', () => {
    const corridor = warmUpCorridor
    const signals = Object.fromEntries(
      corridor.intersections.map(({ intersectionId }) => [intersectionId, greenState(1, startMs - 20_000)])
    )
    // A queue in every zone: each intersection sends vehicles to the other.
    const tick = (nowMs: number) => ({
      nowMs,
      signals,
      detections: corridor.intersections.map(({ intersectionId, detectors }) => ({
        intersectionId,
        message: {
          ...detectionsAt(nowMs, [0, 0], [0, 0]),
          readings: detectors.map(({ detectorId, kind }) =>
            kind === 'zone'
              ? { detectorId, vehicles: 3, stoppedVehicles: 3, meanSpeedMetresPerSecond: null }
              : { detectorId, vehicles: 0 }
          )
        }
      }))
    })
    const first = createCorridorPlanner(corridor)
    first.plan(tick(startMs), unlimitedTime)
    const learnt = first.learnt()!
    const intersections = learnt.intersections.map(entry => ({
      ...entry,
      lanes: entry.lanes.map(lane => ({ ...lane, flowVehiclesPerHour: 0 }))
    }))
    const planner = createCorridorPlanner(corridor, { learnt: { ...learnt, intersections } })
    for (const nowMs of [startMs, startMs + 1000]) {
      const plans = planner.plan(tick(nowMs), unlimitedTime)
      const lanes = plans.flatMap(({ decision }) => decision!.lanes)
      expect(lanes.length).toBeGreaterThan(0)
      for (const lane of lanes) expect(lane.queueVehicles + lane.arrivingVehicles).not.toBeNaN()
    }
  })

  it('plans nothing for a corridor without intersections', () => {
    const planner = createCorridorPlanner({ ...createCrossing(), intersections: [], links: [] })
    expect(planner.plan({ nowMs: startMs, detections: [], signals: {} }, unlimitedTime)).toEqual([])
  })

  it('has no use for a grid on which a stage cannot end between minimum and maximum green', () => {
    const corridor = createCrossing()
    const [crossing] = corridor.intersections
    const intersections = [{ ...crossing!, decisionGridSeconds: 56 }]
    const [problem] = validateCorridor({ ...corridor, intersections })
    expect(problem).toMatchObject({ path: '/intersections/0/decisionGridSeconds', received: '56 s' })
  })

  it('gives the same plans for the same ticks', () => {
    expect(planOnce([4, 7])).toEqual(planOnce([4, 7]))
  })

  it('plans nothing for an intersection whose signal state is unknown', () => {
    const planner = createCorridorPlanner(createCrossing())
    expect(planner.plan({ nowMs: startMs, detections: [], signals: {} }, unlimitedTime)).toEqual([])
  })

  it('still serves both sides when no detector reports', () => {
    const planner = createCorridorPlanner(createCrossing())
    const served = new Set<number>()
    let state = greenState(1, startMs)
    for (let second = 0; second < 240; second++) {
      const nowMs = startMs + second * 1000
      const message = { ...detectionsAt(nowMs, [0, 0], [0, 0]), readings: [] }
      const [planned] = planner.plan(
        { nowMs, detections: [{ intersectionId: 'crossing', message }], signals: { crossing: state } },
        unlimitedTime
      )
      const running = planned!.intervals.find(interval => nowMs < interval.endAtMs)!
      if (running.stage !== state.stage && running.startAtMs <= nowMs) state = greenState(running.stage, nowMs)
      else if (planned!.intervals[0]!.endAtMs <= nowMs) state = greenState(planned!.intervals[1]!.stage, nowMs)
      served.add(state.stage)
    }
    expect([...served].sort()).toEqual([1, 2])
  })
})
