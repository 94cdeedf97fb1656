import { connect } from 'node:net'

// MQTT 3.1.1 (3.1): CONNECT, clean session, keep-alive 10 s, no client id. (3.14): DISCONNECT.
const connectPacket = Buffer.from([0x10, 0x0c, 0x00, 0x04, ...Buffer.from('MQTT'), 0x04, 0x02, 0x00, 0x0a, 0x00, 0x00])
const disconnectPacket = Buffer.from([0xe0, 0x00])

/**
 * Resolves when the broker has answered a client. Mosquitto says that it runs a moment before it does, and a SIGTERM
 * in between is lost.
 */
export function probeBroker(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(connectPacket))
    socket.setTimeout(10_000, () => socket.destroy(new Error(`the broker on port ${port} does not answer`)))
    socket.once('error', reject)
    socket.once('data', () => {
      socket.end(disconnectPacket)
      resolve()
    })
  })
}
