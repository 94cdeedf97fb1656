import {
  command,
  encodeBytes,
  encodeCommand,
  encodeDouble,
  encodeString,
  encodeTypedString,
  subscriptionResponse,
  TraciError,
  TraciReader,
  type TraciValue,
  variable
} from './codec.ts'
import type { TraciConnection } from './connection.ts'

/** What SUMO said of one vehicle after a step. */
export interface VehicleUpdate {
  lane: string
  /** Distance of the front bumper from the beginning of the lane, m. */
  positionMetres: number
  speedMetresPerSecond: number
  /** The whole route. */
  readonly edges: readonly string[]
  /** Where it was one step ago; empty when it has just departed. */
  previousLane: string
  previousMetres: number
}

export interface StepResult {
  readonly departed: readonly string[]
  /** Vehicles that reached the end of their route in this step, with the lane on which they were before. */
  readonly arrived: readonly VehicleUpdate[]
  /** Vehicles that could not enter the network yet. */
  readonly pending: number
}

const vehicleVariables = [variable.laneId, variable.lanePosition, variable.speed] as const
const simulationVariables = [variable.departedIds, variable.arrivedIds, variable.pendingVehicles] as const
const always = [encodeDouble(-1e9), encodeDouble(1e9)] as const

/**
 * The part of TraCI that a field of sensors and lights needs. Lights and new subscriptions travel in the same message
 * as the step, so that a second of simulation is one round trip.
 */
export class TraciClient {
  readonly #connection: TraciConnection
  readonly vehicles = new Map<string, VehicleUpdate>()
  readonly #lights = new Map<string, string>()
  #departed: readonly string[] = []
  #arrived: readonly string[] = []
  #pending = 0

  constructor(connection: TraciConnection) {
    this.#connection = connection
  }

  /** Protocol number and SUMO's name for itself. Also makes SUMO ready to step. */
  async start(): Promise<{ protocol: number; software: string }> {
    const subscribe = encodeCommand(
      command.subscribeSimulation,
      ...always,
      encodeString(''),
      encodeBytes(simulationVariables.length, ...simulationVariables)
    )
    const reader = new TraciReader(await this.#connection.send([encodeCommand(command.getVersion), subscribe]))
    reader.expectStatus('getVersion')
    reader.commandId()
    const version = { protocol: reader.integer(), software: reader.string() }
    reader.expectStatus('the subscription to the simulation')
    this.#readSubscription(reader)
    return version
  }

  /** Shows a state string (one character a link) from the next step on. */
  setLights(tlsId: string, state: string): void {
    this.#lights.set(tlsId, state)
  }

  async getLights(tlsId: string): Promise<string> {
    const request = encodeCommand(
      command.getTrafficLight,
      encodeBytes(variable.redYellowGreenState),
      encodeString(tlsId)
    )
    const reader = new TraciReader(await this.#connection.send([request]))
    return String(readValue(reader, `the state of traffic light "${tlsId}"`))
  }

  /** Advances one step and updates `vehicles` in place. */
  async step(): Promise<StepResult> {
    const lights = [...this.#lights]
    const entering = this.#departed
    const commands = lights.map(([tlsId, state]) =>
      encodeCommand(
        command.setTrafficLight,
        encodeBytes(variable.redYellowGreenState),
        encodeString(tlsId),
        encodeTypedString(state)
      )
    )
    for (const id of entering) commands.push(getEdges(id), subscribeVehicle(id))
    commands.push(encodeCommand(command.simulationStep, encodeDouble(0)))
    this.#lights.clear()
    this.#departed = []
    this.#arrived = []
    const reader = new TraciReader(await this.#connection.send(commands))
    for (const [tlsId] of lights) reader.expectStatus(`the lights of "${tlsId}"`)
    for (const id of entering) {
      const edges = readValue(reader, `the route of vehicle "${id}"`) as readonly string[]
      this.vehicles.set(id, {
        lane: '',
        positionMetres: 0,
        speedMetresPerSecond: 0,
        edges,
        previousLane: '',
        previousMetres: 0
      })
      reader.expectStatus(`the subscription to vehicle "${id}"`)
      this.#readSubscription(reader)
    }
    for (const vehicle of this.vehicles.values()) {
      vehicle.previousLane = vehicle.lane
      vehicle.previousMetres = vehicle.positionMetres
    }
    reader.expectStatus('the simulation step')
    for (let left = reader.integer(); left > 0; left--) this.#readSubscription(reader)
    const arrived = this.#arrived.flatMap(id => this.vehicles.get(id) ?? [])
    for (const id of this.#arrived) this.vehicles.delete(id)
    return { departed: this.#departed, arrived, pending: this.#pending }
  }

  /** Asks SUMO to end and write its output. */
  async close(): Promise<void> {
    try {
      await this.#connection.send([encodeCommand(command.close)])
    } finally {
      this.#connection.destroy()
    }
  }

  #readSubscription(reader: TraciReader): void {
    const kind = reader.commandId()
    const id = reader.string()
    const vehicle = kind === subscriptionResponse.vehicle ? this.vehicles.get(id) : undefined
    for (let left = reader.byte(); left > 0; left--) {
      const name = reader.byte()
      const failed = reader.byte() !== 0
      const value = reader.value()
      if (failed) throw new TraciError(`SUMO refused variable 0x${name.toString(16)} of "${id}": ${value}`)
      if (kind === subscriptionResponse.simulation) this.#takeSimulation(name, value)
      else if (vehicle !== undefined) takeVehicle(vehicle, name, value)
    }
  }

  #takeSimulation(name: number, value: TraciValue): void {
    if (name === variable.departedIds) this.#departed = value as readonly string[]
    else if (name === variable.arrivedIds) this.#arrived = value as readonly string[]
    else if (name === variable.pendingVehicles) this.#pending = (value as readonly string[]).length
  }
}

const getEdges = (id: string): Buffer =>
  encodeCommand(command.getVehicle, encodeBytes(variable.edges), encodeString(id))

/** The answer to one get command. */
function readValue(reader: TraciReader, name: string): TraciValue {
  reader.expectStatus(name)
  reader.commandId()
  reader.byte()
  reader.string()
  return reader.value()
}

const subscribeVehicle = (id: string): Buffer =>
  encodeCommand(
    command.subscribeVehicle,
    ...always,
    encodeString(id),
    encodeBytes(vehicleVariables.length, ...vehicleVariables)
  )

function takeVehicle(vehicle: VehicleUpdate, name: number, value: TraciValue): void {
  if (name === variable.laneId) vehicle.lane = value as string
  else if (name === variable.lanePosition) vehicle.positionMetres = value as number
  else if (name === variable.speed) vehicle.speedMetresPerSecond = value as number
}
