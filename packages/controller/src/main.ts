import { excerpt, type Intersection } from '@selaras/shared'
import { pino } from 'pino'
import type { ControllerConfig } from './controller-state.ts'
import { readMainOptions } from './main-options.ts'
import { createMqttController, type MqttControllerOptions } from './mqtt-controller.ts'
import { readCorridorFile } from './read-corridor-file.ts'
import { systemClock } from './system-clock.ts'
import { UsageError, usage } from './usage-error.ts'

const software = 'selaras-controller 0.1.0'

/** Reads the command line, the corridor file and the environment. @throws {UsageError} */
function readOptions(): MqttControllerOptions {
  const { brokerUrl, corridorFile, intersectionId } = readMainOptions(process.argv.slice(2))
  const { corridorId, configurationVersion, limits, timeZone, intersections } = readCorridorFile(corridorFile)
  const intersection = intersections.find(entry => entry.intersectionId === intersectionId)
  if (intersection === undefined) throw unknownIntersection(intersectionId, intersections)
  const config: ControllerConfig = { corridorId, configurationVersion, limits, timeZone, intersection }
  const { MQTT_USERNAME: username, MQTT_PASSWORD: password } = process.env
  return {
    brokerUrl,
    config,
    software,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password })
  }
}

function unknownIntersection(id: string, intersections: readonly Intersection[]): UsageError {
  const known = intersections.map(({ intersectionId }) => intersectionId).join(', ')
  return new UsageError(`--intersection: expected one of ${known}, received ${excerpt(id)}`)
}

if (process.argv.includes('--help')) {
  process.stdout.write(`${usage}\n`)
  process.exit(0)
}

let options: MqttControllerOptions
try {
  options = readOptions()
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`controller: ${error.message}\n\n${usage}\n`)
  process.exit(2)
}

const { corridorId, intersection } = options.config
const log = pino({ base: { component: 'controller', corridorId, intersectionId: intersection.intersectionId } })
const controller = createMqttController({ clock: systemClock, log }, options)
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log.info({ signal }, 'stopping')
    void controller.close().then(() => process.exit(0))
  })
}
controller.start()
log.info({ broker: options.brokerUrl }, 'controller started')
