import { checkerOf, type Decision, DecisionSchema, type SignalState } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createCrossing, detectionsAt, greenState } from '../../test/crossing.ts'
import { createCorridorPlanner, type PlannerParameters, type TimeBudget, unlimitedTime } from '../index.ts'

const startMs = Date.UTC(2026, 0, 5)
const check = checkerOf(DecisionSchema)

interface Situation {
  readonly queues?: readonly [number, number]
  readonly state?: SignalState
  readonly parameters?: Partial<PlannerParameters>
  readonly time?: TimeBudget
  readonly grid?: { readonly decisionGridSeconds: number }
}

/** What a new planner decides, and its reason. */
function decide({
  queues = [0, 6],
  state = greenState(1, startMs - 20_000),
  parameters = {},
  time = unlimitedTime,
  grid
}: Situation) {
  const corridor = createCrossing()
  const intersections = corridor.intersections.map(intersection => ({ ...intersection, ...grid }))
  const planner = createCorridorPlanner({ ...corridor, intersections }, { parameters })
  const message = detectionsAt(startMs, queues, [0, 0])
  const detections = [{ intersectionId: 'crossing', message }]
  const [planned] = planner.plan({ nowMs: startMs, detections, signals: { crossing: state } }, time)
  const { decision, reason } = planned!
  return { decision: decision as Decision, reason }
}

const clearing: SignalState = {
  ...greenState(1, startMs - 20_000),
  interval: 'yellow',
  nextStage: 2,
  sinceAtMs: startMs - 1000,
  clearanceUntilMs: startMs + 3000
}

describe('the decision behind a plan', () => {
  it('tells what was estimated, what every choice costs and which was taken', () => {
    const { decision, reason } = decide({})
    expect(check(decision)).toMatchObject({ ok: true })
    expect(decision).toMatchObject({ decidedAtMs: startMs, stage: 1, chosenStage: 2, boundBy: 'none' })
    expect(decision.lanes.map(({ laneId, queueVehicles }) => [laneId, queueVehicles])).toEqual([
      ['a1-l0', 0],
      ['a2-l0', 6]
    ])
    expect(decision.lanes[1]!.arrivingVehicles).toBeGreaterThan(0)
    const [stay, change] = decision.alternatives
    expect(change).toMatchObject({ stage: 2, followedSeconds: 54, refusal: null })
    expect(change!.costVehicleSeconds!).toBeLessThan(stay!.costVehicleSeconds ?? Number.POSITIVE_INFINITY)
    expect(reason).toContain(`to stage 2: ${Math.round(change!.costVehicleSeconds!)} veh·s`)
  })

  it('keeps the stage with the reason that changing costs more', () => {
    const { decision, reason } = decide({ queues: [8, 0] })
    expect(decision).toMatchObject({ stage: 1, chosenStage: 1, boundBy: 'none' })
    expect(reason).toMatch(/^stay: \d+ veh·s/)
  })

  it('names the constraint that bound', () => {
    const boundBy = (situation: Situation) => decide(situation).decision.boundBy
    expect(boundBy({ state: greenState(1, startMs - 1000) })).toBe('minimumGreen')
    expect(boundBy({ state: greenState(1, startMs - 60_000) })).toBe('maximumGreen')
    expect(boundBy({ state: clearing })).toBe('clearance')
    // Midnight UTC is no multiple of 7 s.
    expect(boundBy({ grid: { decisionGridSeconds: 7 } })).toBe('decisionGrid')
    expect(boundBy({ time: { limitMs: 50, elapsedMs: () => 50 } })).toBe('deadline')
    expect(boundBy({ parameters: { expansionsPerSearch: 30 } })).toBe('expansions')
  })

  it('says why a stage was no choice', () => {
    const refusalOf = (situation: Situation, stage: number) =>
      decide(situation).decision.alternatives.find(alternative => alternative.stage === stage)!.refusal
    expect(refusalOf({ state: greenState(1, startMs - 1000) }, 2)).toBe('minimumGreen')
    expect(refusalOf({ state: greenState(1, startMs - 60_000) }, 1)).toBe('maximumGreen')
    expect(refusalOf({ state: clearing }, 1)).toBe('clearance')
    expect(refusalOf({ grid: { decisionGridSeconds: 7 } }, 2)).toBe('decisionGrid')
    expect(refusalOf({}, 2)).toBeNull()
  })
})

describe('a budget of states', () => {
  it('cuts the search in the same place each time', () => {
    const situation: Situation = { parameters: { expansionsPerSearch: 60 }, queues: [3, 5] }
    const { decision } = decide(situation)
    expect(decision.search.expansions).toBeGreaterThanOrEqual(60)
    expect(decision.search.expansions).toBeLessThan(decide({ queues: [3, 5] }).decision.search.expansions)
    expect(decision.search.horizonSeconds).toBeLessThan(54)
    expect(decide(situation).decision).toEqual(decision)
  })
})
