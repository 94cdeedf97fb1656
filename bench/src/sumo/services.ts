import {
  type ControllerState,
  createController,
  offerPlan,
  stepController,
  toSignal,
  toSignalState
} from '@selaras/controller'
import { createRedisStore } from '@selaras/store'
import { createField, createSensorModel, readTripSummary, type SumoNetwork, startSumo } from '@selaras/sumo'
import { findFreePort } from '../../../test/servers/free-port.ts'
import { startMosquitto } from '../../../test/servers/mosquitto.ts'
import { startRedis } from '../../../test/servers/redis.ts'
import { readHistogram } from './histogram.ts'
import type { BenchOptions } from './options.ts'
import type { Progress, RunResult } from './result.ts'
import { Roadside } from './roadside.ts'
import { ServiceProcess } from './service-process.ts'

/** A plan that has not come after this long is not waited for; the controllers go on with what they have. */
const planTimeoutMs = 20_000

/**
 * One hour through a real Mosquitto, a real Redis and the three services as processes, in lockstep on event time: SUMO
 * waits until the plan for the present second has come back.
 */
export async function runServices(
  network: SumoNetwork,
  options: BenchOptions,
  seed: number,
  progress: Progress
): Promise<RunResult> {
  const startedAt = performance.now()
  const { corridor } = network
  await using cleanup = new AsyncDisposableStack()
  const redis = await startRedis()
  cleanup.defer(() => redis.stop())
  const broker = await startMosquitto()
  cleanup.defer(() => broker.stop())
  // At the end it reads back what a whole corridor left behind: more than a service reads in a second.
  const store = createRedisStore({ url: redis.url, commandTimeoutMs: 30_000 })
  cleanup.defer(() => store.close())
  await store.putCorridor(corridor)
  const [ingestPort, optimizerPort, apiPort] = [await findFreePort(), await findFreePort(), await findFreePort()]
  const common = {
    REDIS_URL: redis.url,
    MQTT_URL: broker.url,
    CLOCK: 'event',
    LOG_LEVEL: 'warn'
  }
  const ingest = new ServiceProcess('ingest', common, ingestPort)
  const services = [
    ingest,
    new ServiceProcess('optimizer', common, optimizerPort),
    new ServiceProcess('api', common, apiPort)
  ]
  for (const service of services) {
    service.start()
    cleanup.defer(() => service.stop())
  }
  // Before ingest has subscribed, nobody keeps what the field says.
  for (const service of services) await service.untilReady()
  const simulation = await startSumo({
    netFile: options.net,
    routeFiles: options.routes,
    beginSeconds: options.beginSeconds,
    endSeconds: options.endSeconds,
    seed,
    ...(options.traceFolder === undefined ? {} : { traceFolder: options.traceFolder })
  })
  cleanup.defer(() => simulation.remove())
  const roadside = await Roadside.connect(broker.url, corridor.corridorId)
  cleanup.defer(() => roadside.close())

  const field = createField({ simulation, network, sensors: createSensorModel({ ...options, seed }) })
  const bootAtMs = field.nowMs
  const controllers = new Map<string, ControllerState>()
  const { corridorId, configurationVersion, limits, timeZone } = corridor
  for (const intersection of corridor.intersections) {
    const config = { corridorId, configurationVersion, limits, timeZone, intersection }
    const controller = createController(config, field.nowMs, { startStage: intersection.stages[0]!.stage })
    controllers.set(intersection.intersectionId, controller)
    field.show(intersection.intersectionId, toSignalState(controller))
  }
  const kills = killSeconds(options)
  let refused = 0
  let missing = 0
  let delivered = 0
  for (let second = options.beginSeconds + 1; second <= options.endSeconds; second++) {
    const { nowMs, detections, vehiclesRunning } = await field.step()
    await Promise.all(
      [...controllers].flatMap(([id, controller]) => [
        roadside.publish(id, 'signal', { ...toSignal(controller, bootAtMs, delivered), producedAtMs: nowMs }),
        roadside.publish(id, 'detections', detections.get(id)!)
      ])
    )
    delivered += 1
    if (kills.has(second)) {
      await ingest.kill()
      ingest.start()
    }
    const failure = services.map(service => service.findFailure()).find(text => text !== undefined)
    if (failure !== undefined) throw new Error(failure)
    const plans = await Promise.all(
      [...controllers.keys()].map(async id => [id, await roadside.awaitPlan(id, nowMs, planTimeoutMs)] as const)
    )
    for (const [id, plan] of plans) {
      const offered = plan === undefined ? undefined : offerPlan(controllers.get(id)!, plan, nowMs)
      if (offered === undefined) {
        missing += 1
        const words = services.map(({ said }) => said).join('')
        process.stderr.write(`no plan for ${id} at second ${second}; the services said: ${words}\n`)
      }
      if (offered !== undefined && offered.ack.result !== 'accepted') refused += 1
      if (offered !== undefined) await roadside.publish(id, 'planAck', offered.ack)
      const controller = stepController(offered?.state ?? controllers.get(id)!, nowMs)
      controllers.set(id, controller)
      field.show(id, toSignalState(controller))
    }
    if (second % 20 === 0) progress(second - options.beginSeconds, vehiclesRunning)
  }
  await simulation.close()
  const trips = await readTripSummary({ ...simulation, routeFiles: options.routes })
  const planTimeMs = await readHistogram(
    `http://127.0.0.1:${optimizerPort}/metrics`,
    'selaras_optimizer_plan_duration_seconds'
  )
  await ingest.stop()
  const { streams } = await store.readCorridor(corridorId, Number.MAX_SAFE_INTEGER)
  const stored = corridor.intersections.map(({ intersectionId }) => streams[intersectionId]?.stored ?? 0)
  return {
    seed,
    ...trips,
    plansRejected: refused,
    rejections: missing === 0 ? {} : { 'no plan within 20 s': missing },
    violations: field.violations.map(({ text }) => text),
    detectionsLost: stored.reduce((lost, count) => lost + delivered - count, 0),
    plansCut: 0,
    expansionsPerSearch: null,
    planTimeMs,
    wallSeconds: (performance.now() - startedAt) / 1000
  }
}

/** The seconds at which ingest is killed, spread evenly over the hour. */
function killSeconds({ killIngest, beginSeconds, endSeconds }: BenchOptions): ReadonlySet<number> {
  const every = (endSeconds - beginSeconds) / (killIngest + 1)
  return new Set(Array.from({ length: killIngest }, (_, index) => Math.round(beginSeconds + (index + 1) * every)))
}
