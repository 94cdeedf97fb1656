import { parentPort, workerData } from 'node:worker_threads'
import { createScaledClock } from '@selaras/service'
import { connectStore } from '@selaras/store'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { createOptimizer } from './app.ts'
import type { PlannerFactory } from './tick/corridor-desk.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './worker/worker-messages.ts'

const beatMs = 250

const settings: WorkerSettings = workerData
const port = parentPort!
const { createCorridorPlanner }: { createCorridorPlanner: PlannerFactory } = await import(settings.plannerModule)
const store = connectStore(settings.storePort)
const registry = new Registry()
const optimizer = createOptimizer(
  {
    store,
    clock: createScaledClock(settings.clock),
    createPlanner: createCorridorPlanner,
    log: pino({ level: settings.logLevel, base: { component: 'optimizer' } }),
    registry
  },
  { ...settings.options, speed: settings.clock.speed }
)

const post = (message: FromWorker) => port.postMessage(message)
let beatTimer: NodeJS.Timeout
function beat(): void {
  post({ kind: 'beat', failure: optimizer.findFailure() })
  beatTimer = setTimeout(beat, beatMs)
}

port.on('message', async (message: ToWorker) => {
  switch (message.kind) {
    case 'metrics':
      return post({ kind: 'metrics', request: message.request, text: await registry.metrics() })
    case 'close':
      clearTimeout(beatTimer)
      await optimizer.close()
      await store.close()
      // With no port open and no timer armed the thread ends.
      settings.storePort.close()
      port.close()
  }
})

beat()
optimizer.start()
