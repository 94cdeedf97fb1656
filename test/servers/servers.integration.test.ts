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

it('names a port in use', async () => {
  await using server = await startRedis()
  await expect(startRedis({ port: server.port })).rejects.toThrow(/Address already in use/)
})

it('finds SUMO', async () => {
  const { sumo, netconvert } = await findSumo()
  expect(sumo.version).toMatch(/^\d+\./)
  expect(netconvert.version).toBe(sumo.version)
})
