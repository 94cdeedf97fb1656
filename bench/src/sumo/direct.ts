import { createCorridorPlanner, type Planner, warmUp } from '@selaras/control'
import { type ControllerState, createController, offerPlan, stepController, toSignalState } from '@selaras/controller'
import { createField, createSensorModel, readTripSummary, type SumoNetwork, startSumo } from '@selaras/sumo'
import { meanOf, percentilesOf } from '../percentiles.ts'
import type { RunOptions } from '../run/run-options.ts'
import { startStopwatch } from '../stopwatch.ts'
import { PlanPublisher } from './plan-publisher.ts'
import type { Progress, RunResult } from './result.ts'

/** Plans live this long, as in the services' default. */
const validityMs = 5000

/** One period with estimator, planner, validator and controllers called in this process, as fast as they can. */
export async function runDirect(
  network: SumoNetwork,
  options: RunOptions,
  seed: number,
  progress: Progress,
  planner: Planner = createCorridorPlanner(network.corridor, { parameters: options.parameters })
): Promise<RunResult> {
  // As planning threads do, so that the first ticks are not cut.
  if (options.planBudgetMs !== null) warmUp()
  const startedAt = performance.now()
  const { corridor } = network
  const simulation = await startSumo({
    netFile: options.net,
    routeFiles: options.routes,
    beginSeconds: options.beginSeconds,
    endSeconds: options.endSeconds,
    seed,
    ...(options.traceFolder === undefined ? {} : { traceFolder: options.traceFolder })
  })
  try {
    const field = createField({ simulation, network, sensors: createSensorModel({ ...options, seed }) })
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
    const planTimes: number[] = []
    const limitMs = options.planBudgetMs ?? Number.POSITIVE_INFINITY
    let plansCut = 0
    const expansions: number[] = []
    let refusedByController = 0
    for (let second = options.beginSeconds + 1; second <= options.endSeconds; second++) {
      const tick = await field.step()
      const { nowMs } = tick
      const detections = [...tick.detections].map(([intersectionId, message]) => ({ intersectionId, message }))
      const signals = Object.fromEntries([...controllers].map(([id, controller]) => [id, toSignalState(controller)]))
      const elapsedMs = startStopwatch()
      const planned = planner.plan({ nowMs, detections, signals }, { limitMs, elapsedMs })
      planTimes.push(elapsedMs())
      plansCut += planned.filter(({ stoppedBy }) => stoppedBy === 'deadline').length
      for (const { decision } of planned) if (decision !== undefined) expansions.push(decision.search.expansions)
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
      plansCut,
      expansionsPerSearch: expansions.length === 0 ? null : meanOf(expansions),
      planTimeMs: percentilesOf(planTimes),
      wallSeconds: (performance.now() - startedAt) / 1000
    }
  } finally {
    await simulation.remove()
  }
}
