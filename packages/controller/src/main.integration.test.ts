import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { startMosquitto } from '../../../test/servers/mosquitto.ts'
import type { RunningServer } from '../../../test/servers/running-server.ts'
import { type ControllerProcess, startControllerProcess } from '../test/controller-process.ts'
import { corridor, junction } from '../test/junction.ts'
import { createObserver, type Observer } from '../test/observer.ts'

const timeout = 20_000

describe('the controller process', () => {
  let directory: string
  let broker: RunningServer
  let observer: Observer
  const running: ControllerProcess[] = []

  const write = async (name: string, text: string) => {
    const path = join(directory, name)
    await writeFile(path, text)
    return path
  }
  function start(...commandLine: string[]): ControllerProcess {
    const child = startControllerProcess(...commandLine)
    running.push(child)
    return child
  }

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'selaras-controller-'))
    broker = await startMosquitto()
    observer = await createObserver(broker.url)
  })
  afterEach(async () => {
    for (const child of running.splice(0)) {
      child.kill('SIGKILL')
      await child.exited
    }
    await observer.close()
    await broker.stop()
    await rm(directory, { recursive: true })
  })

  it('starts before its broker, reports, and leaves its Last Will when it is killed', async () => {
    const file = await write('corridor.json', JSON.stringify(corridor))
    await broker.kill('SIGTERM')
    const child = start('--broker', broker.url, '--corridor', file, '--intersection', 'junction')
    await expect.poll(() => child.output(), { timeout }).toContain('broker connection failed')
    await broker.start()
    await expect.poll(() => observer.presences.at(-1), { timeout }).toBe('online')
    await expect.poll(() => observer.findSignal()?.mode, { timeout }).toBe('local')
    child.kill('SIGKILL')
    await expect.poll(() => observer.presences.at(-1), { timeout }).toBe('offline')
  })

  it('reads YAML, and says farewell on SIGTERM', async () => {
    const file = await write('corridor.yaml', stringify(corridor))
    const child = start('--broker', broker.url, '--corridor', file, '--intersection', 'junction')
    await expect.poll(() => observer.presences, { timeout }).toEqual(['online'])
    child.kill('SIGTERM')
    expect(await child.exited).toBe(0)
    await expect.poll(() => observer.presences, { timeout }).toEqual(['online', 'shutdown'])
  })

  async function answerTo(...commandLine: string[]): Promise<{ code: number | null; output: string }> {
    const child = start(...commandLine)
    const code = await child.exited
    return { code, output: child.output() }
  }

  it('names what is wrong with its command line', async () => {
    const file = await write('corridor.json', JSON.stringify(corridor))
    const calls: [string[], string][] = [
      [[], '--broker: expected a value, received nothing'],
      [
        ['--broker', '127.0.0.1', '--corridor', file, '--intersection', 'junction'],
        '--broker: expected an address like mqtt://127.0.0.1:1883, received "127.0.0.1"'
      ],
      [
        ['--broker', broker.url, '--corridor', file, '--intersection', 'nowhere'],
        '--intersection: expected one of junction, received "nowhere"'
      ],
      [['--colour', 'red'], "Unknown option '--colour'"]
    ]
    const answers = await Promise.all(calls.map(([commandLine]) => answerTo(...commandLine)))
    for (const [index, { code, output }] of answers.entries()) {
      expect(output).toContain(calls[index]![1])
      expect(code).toBe(2)
    }
  })

  it('names the file, the field, what it expected and what it received of a corridor that it cannot run', async () => {
    const withJunction = (change: object) =>
      JSON.stringify({ ...corridor, intersections: [{ ...junction, ...change }] })
    const files: [string, string, string][] = [
      [
        'conflict.json',
        withJunction({ conflicts: junction.conflicts.filter(({ phases: [a, b] }) => !(a === 1 && b === 3)) }),
        '/intersections/0/conflicts: expected an entry for phases 1 and 3, which no stage shows green together, received none'
      ],
      [
        'twice.json',
        JSON.stringify({ ...corridor, intersections: [junction, junction] }),
        '/intersections/1/intersectionId: expected every intersectionId once, received "junction" again'
      ],
      [
        'limits.json',
        JSON.stringify({ ...corridor, limits: 'none' }),
        '/limits: expected "field" or "simulation" (Floor of the yellow change interval'
      ],
      [
        'unknown.json',
        withJunction({ colour: 'red' }),
        '/intersections/0/colour: expected no such property, received "red"'
      ],
      ['truncated.json', JSON.stringify(corridor).slice(0, 300), '(whole input): expected JSON, received "{']
    ]
    const answers = await Promise.all(
      files.map(async ([name, text]) =>
        answerTo('--broker', broker.url, '--intersection', 'junction', '--corridor', await write(name, text))
      )
    )
    for (const [index, { code, output }] of answers.entries()) {
      const [name, , expected] = files[index]!
      expect(output).toContain(`${join(directory, name)} is not a usable corridor`)
      expect(output).toContain(expected)
      expect(code).toBe(2)
    }
    const absent = await answerTo('--broker', broker.url, '--intersection', 'junction', '--corridor', 'absent.json')
    expect(absent).toMatchObject({ code: 2, output: expect.stringContaining('no such file or directory') })
  })
})
