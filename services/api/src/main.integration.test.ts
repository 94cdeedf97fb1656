import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Corridor, Intersection } from '@selaras/shared'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createCorridor } from '../../../packages/store/test/fixtures.ts'
import { type ApiBench, createApiBench, readiness, waitForUrl } from '../test/api-bench.ts'
import { planNow } from '../test/plan.ts'

const timeout = 20_000
const corridor = createCorridor('demo')
const junction = corridor.intersections[0]!
const withJunction = (change: Partial<Intersection>): Corridor => ({
  ...corridor,
  intersections: [{ ...junction, ...change }]
})
const lane = junction.approaches[0]!.lanes[0]!

let bench: ApiBench
let directory: string
const write = async (name: string, text: string): Promise<string> => {
  const path = join(directory, name)
  await writeFile(path, text)
  return path
}

beforeAll(async () => {
  bench = await createApiBench()
  directory = await mkdtemp(join(tmpdir(), 'selaras-api-'))
})
afterEach(async () => {
  await bench.endProcesses()
  await bench.restoreServers()
})
afterAll(async () => {
  await bench.close()
  await rm(directory, { recursive: true })
})

describe('the api process', () => {
  it('takes corridor files into the store, newer versions only, and ends with code 0 on SIGTERM', async () => {
    const file = await write('demo.json', JSON.stringify(corridor))
    const child = await bench.start({ CORRIDOR_FILES: file })
    expect(await bench.store.findCorridor('demo')).toEqual(corridor)
    child.kill('SIGTERM')
    expect(await child.exited).toBe(0)
    await write('demo.json', JSON.stringify({ ...corridor, name: 'renamed' }))
    const again = await bench.start({ CORRIDOR_FILES: file })
    await expect
      .poll(() => again.lines.find(({ msg }) => msg === 'corridor file not taken')?.['problem'], { timeout })
      .toBe('/configurationVersion: expected above 1, as the store has another corridor of that version, received 1')
    expect(await bench.store.findCorridor('demo')).toEqual(corridor)
  })

  it('names the file, the field, what it expected and what it received of a corridor that cannot be run', async () => {
    const detectors: Intersection['detectors'] = [
      {
        detectorId: 'd1',
        kind: 'zone',
        laneIds: [lane.laneId],
        movementIds: ['north-left'],
        nearMetres: 0,
        farMetres: 9
      }
    ]
    const [approach, ...others] = junction.approaches
    const files: [string, string, string][] = [
      [
        'conflict.json',
        JSON.stringify(withJunction({ conflicts: [] })),
        '/intersections/0/conflicts: expected an entry for phases 1 and 2, which no stage shows green together, received none'
      ],
      [
        'length.json',
        JSON.stringify(
          withJunction({ approaches: [{ ...approach!, lanes: [{ ...lane, lengthMetres: -5 }] }, ...others] })
        ),
        '/intersections/0/approaches/0/lanes/0/lengthMetres: expected number to be greater than 0'
      ],
      [
        'movement.json',
        JSON.stringify(withJunction({ detectors })),
        '/intersections/0/detectors/0/movementIds/0: expected a known movement, received "north-left"'
      ],
      ['truncated.json', JSON.stringify(corridor).slice(0, 300), 'expected a corridor in YAML or JSON']
    ]
    const endings = await Promise.all(
      files.map(async ([name, text]) => {
        const child = bench.launch({ CORRIDOR_FILES: await write(name, text) })
        return { code: await child.exited, errors: child.errors() }
      })
    )
    for (const [index, { code, errors }] of endings.entries()) {
      const [name, , expected] = files[index]!
      expect(errors).toContain(`api: ${join(directory, name)}:`)
      expect(errors).toContain(expected)
      expect(code).toBe(2)
    }
    expect(endings[1]!.errors).toContain('received -5')
  })

  it('starts without Redis and without a broker, names what is missing, and is ready whenever both are there', async () => {
    const file = await write('later.json', JSON.stringify(createCorridor('later')))
    await Promise.all([bench.redis.kill('SIGKILL'), bench.broker.kill('SIGKILL')])
    const child = bench.launch({ CORRIDOR_FILES: file })
    const url = await waitForUrl(child)
    await expect
      .poll(() => readiness(child), { timeout })
      .toMatchObject({
        status: 503,
        text: expect.stringContaining(`Redis at 127.0.0.1:${bench.redis.port} cannot be used: connect ECONNREFUSED`)
      })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/metrics`)).status).toBe(200)
    await bench.redis.start()
    await expect
      .poll(() => readiness(child), { timeout })
      .toMatchObject({
        status: 503,
        text: expect.stringMatching(`broker ${bench.broker.url}: .*ECONNREFUSED`)
      })
    await bench.broker.start()
    await expect.poll(() => readiness(child), { timeout }).toEqual({ status: 200, text: '{"status":"ready"}' })
    expect(await bench.store.findCorridor('later')).toEqual(createCorridor('later'))
    await bench.redis.kill('SIGKILL')
    await expect
      .poll(() => readiness(child), { timeout })
      .toMatchObject({
        status: 503,
        text: expect.stringContaining('store: ')
      })
    const answer = await fetch(`${url}/api/v1/corridors`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ type: '/problems/store-unavailable' })
    await bench.redis.start()
    await expect.poll(() => readiness(child), { timeout }).toMatchObject({ status: 200 })
    expect((await fetch(`${url}/api/v1/corridors`)).status).toBe(200)
  })

  it('names a port that is in use, and every variable that is wrong', async () => {
    const port = bench.redis.port
    const second = bench.launch({ HTTP_PORT: `${port}` })
    expect(await second.exited).toBe(1)
    expect(second.errors()).toBe(
      `api: cannot listen on 127.0.0.1:${port}: the port is in use; set HTTP_PORT to a free one\n`
    )
    const wrong = bench.launch({
      MQTT_URL: 'http://broker',
      REDIS_URL: 'somewhere',
      HTTP_PORT: '70000',
      LOG_LEVEL: 'loud'
    })
    expect(await wrong.exited).toBe(2)
    expect(wrong.errors()).toContain('MQTT_URL: expected')
    expect(wrong.errors()).toContain('REDIS_URL: expected')
    expect(wrong.errors()).toContain('HTTP_PORT: expected integer to be less or equal to 65535')
    expect(wrong.errors()).toContain('LOG_LEVEL: expected "fatal" or "error"')
    expect(wrong.errors()).toContain('received "loud"')
  })

  it('ends with code 0 on SIGTERM while a broker hangs with a plan under way', async () => {
    await bench.store.putCorridor(corridor)
    const child = await bench.start()
    await bench.broker.kill('SIGSTOP')
    const epoch = (await bench.store.acquireLease('demo', 'test', 60_000))!
    await bench.store.commitPlans('demo', epoch, [planNow('demo', epoch, 1)])
    child.kill('SIGTERM')
    expect(await child.exited).toBe(0)
  })

  it('serves metrics as Prometheus text: every sample has a type and a number', async () => {
    const child = await bench.start()
    const answer = await fetch(`${child.url}/metrics`)
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    const lines = (await answer.text()).split('\n').filter(line => line !== '')
    const types = new Map(
      lines
        .map(line => /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line) ?? [])
        .map(found => [found[1], found[2]])
    )
    const samples = lines.filter(line => !line.startsWith('#'))
    for (const sample of samples) {
      const [, name] =
        /^([a-z_:][a-z0-9_:]*)(?:\{(?:[a-z_][a-z0-9_]*="(?:[^"\\\n]|\\.)*",?)*\})? (?:[-+]?[0-9.]+(?:e[-+]?\d+)?|[+-]Inf|NaN)$/i.exec(
          sample
        ) ?? []
      expect(types.has(name) || types.has(name?.replace(/_(bucket|sum|count)$/, '')), sample).toBe(true)
    }
    expect(samples).toContain('selaras_api_broker_connected 1')
    expect(types.get('selaras_api_dispatch_seconds')).toBe('histogram')
    expect(lines.filter(line => !/^# (TYPE|HELP) /.test(line) && line.startsWith('#'))).toEqual([])
  })
})
