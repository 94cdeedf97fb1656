import { createCorridorPlanner } from '@selaras/control'
import { type ControllerState, createController, offerPlan, stepController, toSignalState } from '@selaras/controller'
import type { Detections } from '@selaras/shared'
import { createField, readTripSummary, type SumoNetwork, startSumo } from '@selaras/sumo'
import { percentilesOf } from '../percentiles.ts'
import type { BenchOptions } from './options.ts'
import { PlanPublisher } from './plan-publisher.ts'
import type { Progress, RunResult } from './result.ts'

/** Plans live this long, as in the services' default. */
const validityMs = 5000
const planBudgetMs = 50

/** One hour with estimator, planner, validator and controllers called in this process, as fast as they can. */
export async function runDirect(
  network: SumoNetwork,
  options: BenchOptions,
  seed: number,
  progress: Progress
): Promise<RunResult> {
  const startedAt = performance.now()
  const { corridor } = network
  const simulation = await startSumo({
    netFile: options.net,
    routeFiles: options.routes,
    beginSeconds: options.beginSeconds,
    endSeconds: options.endSeconds,
    seed
  })
  try {
    const field = createField({ simulation, network })
    const planner = createCorridorPlanner(corridor)
    const publisher = new PlanPublisher(corridor, validityMs)
    const controllers = new Map<string, ControllerState>()
    for (const intersection of corridor.intersections) {
      const { corridorId, configurationVersion, limits, timeZone } = corridor
      const config = { corridorId, configurationVersion, limits, timeZone, intersection }
      const startStage = intersection.stages[0]!.stage
      const controller = createController(config, field.nowMs, { startStage })
      controllers.set(intersection.intersectionId, controller)
      field.show(intersection.intersectionId, toSignalState(controller))
    }
    const delayed: { dueAtMs: number; intersectionId: string; message: Detections }[] = []
    const planTimes: number[] = []
    let refusedByController = 0
    for (let second = options.beginSeconds + 1; second <= options.endSeconds; second++) {
      const tick = await field.step()
      const { nowMs } = tick
      for (const [intersectionId, message] of tick.detections) {
        delayed.push({ dueAtMs: nowMs + options.latencySeconds * 1000, intersectionId, message })
      }
      const detections = takeDue(delayed, nowMs)
      const signals = Object.fromEntries([...controllers].map(([id, controller]) => [id, toSignalState(controller)]))
      const planStartedAt = performance.now()
      const planned = planner.plan(
        { nowMs, detections, signals },
        () => performance.now() - planStartedAt > planBudgetMs
      )
      planTimes.push(performance.now() - planStartedAt)
      publisher.beginTick()
      const basedOnAtMs = nowMs - options.latencySeconds * 1000
      for (const entry of planned) {
        const plan = publisher.publish(entry, signals[entry.intersectionId]!, nowMs, basedOnAtMs)
        if (plan === undefined) continue
        const { state, ack } = offerPlan(controllers.get(entry.intersectionId)!, plan, nowMs)
        if (ack.result !== 'accepted') refusedByController += 1
        controllers.set(entry.intersectionId, state)
      }
      for (const [id, controller] of controllers) {
        const stepped = stepController(controller, nowMs)
        controllers.set(id, stepped)
        field.show(id, toSignalState(stepped))
      }
      if (second % 20 === 0) progress(second - options.beginSeconds, tick.vehiclesRunning)
    }
    const { violations } = field
    await simulation.close()
    const trips = await readTripSummary({ ...simulation, routeFiles: options.routes })
    const rejections = Object.fromEntries(publisher.refused)
    const rejected = [...publisher.refused.values()].reduce((sum, count) => sum + count, 0)
    return {
      seed,
      ...trips,
      plansRejected: rejected + refusedByController,
      rejections,
      violations: violations.map(({ text }) => text),
      detectionsLost: 0,
      planTimeMs: percentilesOf(planTimes),
      wallSeconds: (performance.now() - startedAt) / 1000
    }
  } finally {
    await simulation.remove()
  }
}

function takeDue<T extends { dueAtMs: number }>(queue: T[], nowMs: number): T[] {
  const later = queue.findIndex(({ dueAtMs }) => dueAtMs > nowMs)
  return queue.splice(0, later < 0 ? queue.length : later)
}
