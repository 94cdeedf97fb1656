import { createServer } from 'node:net'
import { Aedes } from 'aedes'

/** An MQTT broker inside the process, on a free port of the loopback interface. */
export interface EmbeddedBroker {
  readonly url: string
  close(): Promise<void>
}

export async function startEmbeddedBroker(): Promise<EmbeddedBroker> {
  const broker = await Aedes.createBroker()
  const server = createServer(socket => broker.handle(socket))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `mqtt://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      await new Promise<void>(resolve => broker.close(() => resolve()))
      await closed
    }
  }
}
