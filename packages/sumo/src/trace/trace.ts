import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readElements } from '../tripinfo.ts'

export interface TracedVehicle {
  readonly id: string
  readonly lane: string
  readonly positionMetres: number
  readonly speedMetresPerSecond: number
}

/** A state string that a traffic light showed from a second on. */
export interface TracedLights {
  readonly fromSecond: number
  readonly state: string
}

/** SUMO's own account of a run: where every vehicle was, and what every traffic light showed. */
export interface Trace {
  /** By second of the simulation. */
  readonly vehicles: ReadonlyMap<number, readonly TracedVehicle[]>
  /** By traffic light, in order of time; an entry for each change. */
  readonly lights: ReadonlyMap<string, readonly TracedLights[]>
}

const vehiclesFile = 'vehicles.xml'
const lightsFile = 'lights.xml'

/** Prepares the folder and gives the arguments that make SUMO write a trace into it. */
export function prepareTrace(folder: string): {
  readonly arguments: readonly string[]
  readonly additionalFile: string
} {
  mkdirSync(folder, { recursive: true })
  const additionalFile = join(folder, 'trace.add.xml')
  const event = `<timedEvent type="SaveTLSStates" dest="${join(folder, lightsFile).replaceAll('&', '&amp;')}"/>`
  writeFileSync(additionalFile, `<additional>${event}</additional>\n`)
  return {
    arguments: ['--fcd-output', join(folder, vehiclesFile), '--fcd-output.attributes', 'lane,pos,speed'],
    additionalFile
  }
}

/** Reads what SUMO wrote into the folder, once the simulation is closed. */
export async function readTrace(folder: string): Promise<Trace> {
  const vehicles = new Map<number, TracedVehicle[]>()
  let present: TracedVehicle[] = []
  await readElements(join(folder, vehiclesFile), (name, { time, id, lane, pos, speed }) => {
    if (name === 'timestep') {
      present = []
      vehicles.set(Number(time), present)
    }
    if (name !== 'vehicle' || id === undefined || lane === undefined) return
    present.push({ id, lane, positionMetres: Number(pos), speedMetresPerSecond: Number(speed) })
  })
  const lights = new Map<string, TracedLights[]>()
  await readElements(join(folder, lightsFile), (name, { time, id, state }) => {
    if (name !== 'tlsState' || id === undefined || state === undefined) return
    const changes = lights.get(id) ?? []
    lights.set(id, changes)
    if (changes.at(-1)?.state !== state) changes.push({ fromSecond: Number(time), state })
  })
  return { vehicles, lights }
}
