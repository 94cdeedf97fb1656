import { type Corridor, type PhasePlan, type PlanAck, validatePhasePlan } from '@selaras/shared'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mutationNames, mutations } from '../../shared/test/mutate-plan.ts'
import { createRandom, type Random } from '../../shared/test/random.ts'
import { createRandomCorridor } from '../../shared/test/random-intersection.ts'
import { createSafePlan } from '../../shared/test/random-plan.ts'
import { configOf } from '../test/junction.ts'
import { type ControllerState, createController, displaysOf } from './controller-state.ts'
import { createMonitor, observeDisplays } from './monitor.ts'
import { offerPlan } from './offer-plan.ts'
import { toSignal, toSignalState } from './signal-state.ts'
import { nextChangeMs, stepBefore, stepController, tickController } from './step-controller.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const startMs = Date.UTC(2026, 0, 5)

/** A plan on its way to the controller. */
interface Delivery {
  readonly atMs: number
  readonly plan: PhasePlan
}

/** Plans of a careless world: safe and unsafe ones, lost, late, twice, in the wrong order, of old and new epochs. */
function createDeliveries(random: Random, corridor: Corridor, seconds: number): Delivery[] {
  const deliveries: Delivery[] = []
  let [epoch, revision] = [1, 0]
  for (let second = 0; second < seconds; second += random.pick([1, 1, 1, 5, 40])) {
    const atMs = startMs + second * 1000
    const safe = createSafePlan(random, corridor, atMs)
    const { plan } = random.chance(0.3) ? mutations[random.pick(mutationNames)]!(safe, random) : safe
    if (random.chance(0.05)) epoch += random.pick([-1, 1, 1])
    const sent = { ...plan, epoch: Math.max(0, epoch), revision: revision++ }
    const copies = random.pick([0, 1, 1, 1, 2])
    for (let copy = 0; copy < copies; copy++) {
      deliveries.push({ atMs: atMs + random.pick([0, 0, 80, random.integer(0, 12_000)]), plan: sent })
    }
  }
  return deliveries.sort((a, b) => a.atMs - b.atMs)
}

/** What the acknowledgement must say, from the controller's plan and the shared validator alone. */
function expectedResult(
  { config, plan: known, phases }: ControllerState,
  plan: PhasePlan,
  nowMs: number
): PlanAck['result'] {
  const isNewer =
    known === null || plan.epoch > known.epoch || (plan.epoch === known.epoch && plan.revision > known.revision)
  if (!isNewer) return 'superseded'
  return validatePhasePlan(plan, { ...config, nowMs, runningPhases: [...phases] }).length === 0
    ? 'accepted'
    : 'rejected'
}

/** Delivers what is due and checks the answers. */
function deliver(state: ControllerState, deliveries: Delivery[], nowMs: number, seen: Set<string>): ControllerState {
  let current = state
  while (deliveries.length > 0 && deliveries[0]!.atMs <= nowMs) {
    const { plan } = deliveries.shift()!
    const { state: next, ack } = offerPlan(current, plan, nowMs)
    expect(ack.result).toBe(expectedResult(current, plan, nowMs))
    if (ack.result !== 'accepted') expect(next).toBe(current)
    seen.add(ack.result)
    current = next
  }
  return current
}

function expectNothingUnsafe(monitor: ReturnType<typeof createMonitor>, state: ControllerState, seed: number): void {
  const violations = observeDisplays(monitor, state.nowMs, displaysOf(state))
  if (violations.length > 0) expect.fail(`seed ${seed}: ${violations.map(({ text }) => text).join('; ')}`)
  expect(state.faults).toEqual([])
}

describe('a controller', () => {
  it('shows nothing unsafe and answers rightly, whatever plans come and however irregularly it is called', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(seeds, seed => {
        const random = createRandom(seed)
        const corridor = createRandomCorridor(random)
        const monitor = createMonitor(corridor.intersections[0]!, corridor.limits)
        const deliveries = createDeliveries(random, corridor, 240)
        let state = createController(configOf(corridor), startMs)
        for (let nowMs = startMs; nowMs < startMs + 300_000; nowMs += random.pick([0, 10, 100, 100, 137, 1000, 9000])) {
          if (random.chance(0.001)) {
            observeDisplays(monitor, nowMs, new Map([...displaysOf(state).keys()].map(phase => [phase, 'dark'])))
            state = createController(configOf(corridor), nowMs)
          }
          state = tickController(state, nowMs)
          state = tickController(deliver(state, deliveries, nowMs, seen), nowMs)
          expectNothingUnsafe(monitor, state, seed)
        }
      }),
      { numRuns: 150 }
    )
    expect([...seen].sort()).toEqual(['accepted', 'rejected', 'superseded'])
  })

  it('passes through the same changes in small and in big steps, none of them unsafe', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const random = createRandom(seed)
        const corridor = createRandomCorridor(random)
        const monitor = createMonitor(corridor.intersections[0]!, corridor.limits)
        const deliveries = createDeliveries(random, corridor, 120)
        let coarse = createController(configOf(corridor), startMs)
        let fine = coarse
        while (coarse.nowMs < startMs + 180_000) {
          const untilMs = Math.min(
            deliveries[0]?.atMs ?? Number.POSITIVE_INFINITY,
            coarse.nowMs + random.integer(0, 30_000)
          )
          coarse = deliver(stepBefore(coarse, untilMs), [...deliveries], untilMs, new Set())
          for (let atMs = fine.nowMs; atMs < untilMs; atMs = Math.min(nextChangeMs(fine, atMs), atMs + 777)) {
            fine = stepController(fine, atMs)
            expectNothingUnsafe(monitor, fine, seed)
          }
          fine = deliver(stepBefore(fine, untilMs), deliveries, untilMs, new Set())
          expect(toSignalState(coarse)).toEqual(toSignalState(fine))
        }
      }),
      { numRuns: 100 }
    )
  })

  it('leaves a plan that is not renewed when its validity ends, and is in step with its neighbours three cycles later', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const random = createRandom(seed)
        const corridor = createRandomCorridor(random)
        const withoutSchedule = { ...corridor.intersections[0]!, schedule: [] }
        // A timing plan of one stage has no rhythm: its stage ends at its maximum green, whenever that began.
        fc.pre(withoutSchedule.timingPlans[0]!.splits.length > 1 || withoutSchedule.stages.length === 1)
        const config = { ...configOf(corridor), intersection: withoutSchedule }
        const { plan } = createSafePlan(random, { ...corridor, intersections: [withoutSchedule] }, startMs, false)
        const { state, ack } = offerPlan(createController(config, startMs - 60_000), plan, startMs)
        expect(ack.result).toBe('accepted')
        expect(toSignal(stepController(state, plan.validUntilMs - 1), 0, 0)).toMatchObject({
          mode: 'adaptive',
          planRevision: plan.revision
        })
        const left = stepController(state, plan.validUntilMs)
        expect(toSignal(left, 0, 0)).toMatchObject({ mode: 'local', planEpoch: null, planRevision: null })
        const cycleMs = withoutSchedule.timingPlans[0]!.cycleSeconds * 1000
        const laterMs = plan.validUntilMs + 3 * cycleMs
        const undisturbed = stepController(createController(config, startMs - 20 * cycleMs), laterMs)
        expect(toSignalState(stepController(left, laterMs))).toMatchObject({
          stage: undisturbed.stage,
          nextStage: undisturbed.nextStage
        })
      }),
      { numRuns: 300 }
    )
  })
})
