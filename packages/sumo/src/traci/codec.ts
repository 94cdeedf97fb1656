/** Identifiers of the TraCI protocol (SUMO documentation, "TraCI/Protocol" and the pages it links). */
export const command = {
  getVersion: 0x00,
  simulationStep: 0x02,
  close: 0x7f,
  getTrafficLight: 0xa2,
  getVehicle: 0xa4,
  setTrafficLight: 0xc2,
  subscribeVehicle: 0xd4,
  subscribeSimulation: 0xdb
} as const

export const subscriptionResponse = { vehicle: 0xe4, simulation: 0xeb } as const

export const variable = {
  redYellowGreenState: 0x20,
  speed: 0x40,
  laneId: 0x51,
  edges: 0x54,
  lanePosition: 0x56,
  pendingVehicles: 0x94,
  departedIds: 0x74,
  arrivedIds: 0x7a
} as const

const typeOf = { byte: 0x08, integer: 0x09, double: 0x0b, string: 0x0c, stringList: 0x0e } as const

export type TraciValue = number | string | readonly string[]

export function encodeString(text: string): Buffer {
  const bytes = Buffer.byteLength(text)
  const buffer = Buffer.allocUnsafe(4 + bytes)
  buffer.writeUInt32BE(bytes)
  buffer.write(text, 4)
  return buffer
}

export function encodeDouble(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(8)
  buffer.writeDoubleBE(value)
  return buffer
}

export const encodeBytes = (...bytes: number[]): Buffer => Buffer.from(bytes)

/** A string with its type in front. */
export const encodeTypedString = (text: string): Buffer =>
  Buffer.concat([encodeBytes(typeOf.string), encodeString(text)])

/** One command: its length (one byte, or five when it is long), its identifier and its content. */
export function encodeCommand(id: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length + 2
  if (length <= 255) return Buffer.concat([encodeBytes(length, id), content])
  const head = Buffer.allocUnsafe(6)
  head[0] = 0
  head.writeUInt32BE(length + 4, 1)
  head[5] = id
  return Buffer.concat([head, content])
}

/** Reads one message of answers from front to back. */
export class TraciReader {
  readonly #buffer: Buffer
  #at = 0

  constructor(buffer: Buffer) {
    this.#buffer = buffer
  }

  byte(): number {
    return this.#buffer[this.#at++] ?? 0
  }

  integer(): number {
    const value = this.#buffer.readInt32BE(this.#at)
    this.#at += 4
    return value
  }

  double(): number {
    const value = this.#buffer.readDoubleBE(this.#at)
    this.#at += 8
    return value
  }

  string(): string {
    const length = this.integer()
    const value = this.#buffer.toString('utf8', this.#at, this.#at + length)
    this.#at += length
    return value
  }

  /** Length and identifier of the next command; only the identifier is of use. */
  commandId(): number {
    if (this.byte() === 0) this.#at += 4
    return this.byte()
  }

  value(): TraciValue {
    const type = this.byte()
    switch (type) {
      case typeOf.byte:
        return this.byte()
      case typeOf.integer:
        return this.integer()
      case typeOf.double:
        return this.double()
      case typeOf.string:
        return this.string()
      case typeOf.stringList:
        return Array.from({ length: this.integer() }, () => this.string())
      default:
        throw new TraciError(`TraCI value of a type that is not expected here: 0x${type.toString(16)}`)
    }
  }

  /** Reads the status that precedes every answer. Throws SUMO's own words when the command failed. */
  expectStatus(name: string): void {
    this.commandId()
    const result = this.byte()
    const description = this.string()
    if (result !== 0) throw new TraciError(`SUMO refused ${name}: ${description}`)
  }
}

/** SUMO refused a command, answered nonsense, or went away. */
export class TraciError extends Error {
  override readonly name = 'TraciError'
}
