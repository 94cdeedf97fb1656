import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { startMosquitto } from './mosquitto.ts'
import { startRedis } from './redis.ts'
import { findSumo } from './sumo.ts'

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

it.each([
  ['Mosquitto', startMosquitto],
  ['Redis', startRedis]
])('starts %s, kills it and starts it again on the same port', async (_name, startServer) => {
  await using server = await startServer()
  const firstPid = server.pid
  expect(await answers(server.port)).toBe(true)

  await server.kill('SIGKILL')
  expect(server.pid).toBeUndefined()
  expect(await answers(server.port)).toBe(false)

  await server.start()
  expect(await answers(server.port)).toBe(true)
  expect(server.pid).not.toBe(firstPid)

  await server.kill('SIGSTOP')
  await server.restart()
  expect(await answers(server.port)).toBe(true)
})

it('ends a server whose test process was killed', async () => {
  const program = `
    import { startRedis } from ${JSON.stringify(new URL('./redis.ts', import.meta.url).href)}
    process.stdout.write(String((await startRedis()).port))`
  const tester = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [printed] = await once(tester.stdout, 'data')
  const port = Number(printed)
  expect(await answers(port)).toBe(true)
  tester.kill('SIGKILL')
  await expect.poll(() => answers(port), { timeout: 10_000 }).toBe(false)
})

it('names a port in use', async () => {
  await using server = await startRedis()
  await expect(startRedis({ port: server.port })).rejects.toThrow(/Address already in use/)
})

it('finds SUMO', async () => {
  const { sumo, netconvert } = await findSumo()
  expect(sumo.version).toMatch(/^\d+\./)
  expect(netconvert.version).toBe(sumo.version)
})
