import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { TraciError } from './codec.ts'

/** One TraCI socket: a request at a time, each answered by one message. */
export class TraciConnection {
  readonly #socket: Socket
  #chunks: Buffer[] = []
  #bytes = 0
  #waiting: { resolve(answer: Buffer): void; reject(error: Error): void } | undefined
  #lost: Error | undefined

  /** @param explainLoss why SUMO closed the connection: what requests reject with from then on. */
  constructor(socket: Socket, explainLoss: () => Promise<Error>) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', chunk => this.#take(chunk))
    // 'close' follows.
    socket.on('error', () => undefined)
    socket.on('close', async () => {
      if (this.#lost === undefined) this.#lose(await explainLoss())
    })
  }

  /** Sends commands as one message and waits for the message that answers them. */
  send(commands: readonly Buffer[]): Promise<Buffer> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost)
    if (this.#waiting !== undefined) return Promise.reject(new TraciError('a TraCI request is already under way'))
    const length = commands.reduce((sum, { length: bytes }) => sum + bytes, 4)
    const head = Buffer.allocUnsafe(4)
    head.writeUInt32BE(length)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(Buffer.concat([head, ...commands]))
    })
  }

  destroy(): void {
    this.#lost ??= new TraciError('the TraCI connection has been closed')
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes < 4) return
    if (this.#chunks[0]!.length < 4) this.#chunks = [Buffer.concat(this.#chunks)]
    const length = this.#chunks[0]!.readUInt32BE(0)
    if (this.#bytes < length) return
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    const rest = all.subarray(length)
    this.#chunks = rest.length === 0 ? [] : [rest]
    this.#bytes = rest.length
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(all.subarray(4, length))
  }

  #lose(error: Error): void {
    this.#lost ??= error
    this.#waiting?.reject(this.#lost)
    this.#waiting = undefined
  }
}

/** Connects to a SUMO that may still be loading its network; gives up when `hasEnded` says that it is gone. */
export async function connectTraci(
  port: number,
  hasEnded: () => boolean,
  explainLoss: () => Promise<Error>
): Promise<TraciConnection> {
  while (!hasEnded()) {
    const socket = await tryConnect(port)
    if (socket !== undefined) return new TraciConnection(socket, explainLoss)
    await delay(30)
  }
  throw await explainLoss()
}

const tryConnect = (port: number): Promise<Socket | undefined> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.removeAllListeners()
      resolve(socket)
    })
    socket.once('error', () => resolve(undefined))
  })
