import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '../../test/networks/build-network.ts'
import { stream, writeTrips } from '../../test/networks/write-trips.ts'
import { findSumo } from '../../test/servers/sumo.ts'
import type { BenchReport } from '../src/sumo/report.ts'

const directory = mkdtempSync(join(tmpdir(), 'selaras-bench-test-'))
afterAll(() => rmSync(directory, { recursive: true }))

const { sumo } = await findSumo()
const net = await buildNetwork('crossing', directory)
const routes = join(directory, 'trips.rou.xml')
const trips = [
  stream('from-west', 'to-east', 4, 300),
  stream('from-east', 'to-west', 6, 300),
  stream('from-east', 'to-south', 20, 300),
  stream('from-north', 'to-south', 12, 300),
  stream('from-south', 'to-north', 15, 300)
].flat()
writeTrips(routes, trips)
const hour = ['--net', net, '--routes', routes, '--begin', '0', '--end', '300']

async function bench(...args: readonly string[]) {
  const main = fileURLToPath(new URL('../src/sumo-main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, SUMO_BINARY: sumo.path },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [printed, errors, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { printed, errors, exitCode: Number(exitCode) }
}

async function report(...args: readonly string[]): Promise<BenchReport> {
  const file = join(directory, 'report.json')
  const { errors, exitCode } = await bench(...hour, '--json', file, ...args)
  expect(exitCode, errors).toBe(0)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** What traffic did, without how long the computer took. */
const trafficOf = ({ seeds }: BenchReport) =>
  seeds.map(({ planTimeMs: _planTimes, wallSeconds: _wall, ...traffic }) => traffic)

describe('bench:sumo', () => {
  it.each(['selaras', 'fixed', 'actuated', 'max-pressure', 'greedy'])('plays every seed under %s', async controller => {
    const { meanDelaySeconds, jammed, planTimeMs, seeds, violations, plansRejected } = await report(
      ...['--controller', controller, '--seeds', '1,2']
    )
    expect(seeds.map(({ seed, vehicles, undeparted }) => ({ seed, vehicles, undeparted }))).toEqual([
      { seed: 1, vehicles: trips.length, undeparted: 0 },
      { seed: 2, vehicles: trips.length, undeparted: 0 }
    ])
    expect(meanDelaySeconds).toBeCloseTo((seeds[0]!.meanDelaySeconds + seeds[1]!.meanDelaySeconds) / 2, 6)
    expect(meanDelaySeconds).toBeGreaterThan(2)
    expect(meanDelaySeconds).toBeLessThan(60)
    expect({ jammed, violations, plansRejected }).toEqual({ jammed: 0, violations: 0, plansRejected: 0 })
    expect(planTimeMs.p50).toBeLessThanOrEqual(planTimeMs.p99)
    expect(planTimeMs.p99).toBeLessThanOrEqual(planTimeMs.max)
    expect(planTimeMs.max > 0).toBe(controller === 'selaras')
  })

  it('gives the same traffic for the same seed, and other traffic for another', async () => {
    const options = ['--seeds', '1,2', '--budget', 'none']
    const first = trafficOf(await report(...options))
    expect(trafficOf(await report(...options))).toEqual(first)
    expect(first[0]!.meanDelaySeconds).not.toBe(first[1]!.meanDelaySeconds)
  })

  it('plays the same through the real services, and loses no detection when ingest is killed', async () => {
    const direct = await report()
    const services = await report('--via', 'services', '--kill-ingest', '2')
    expect(services).toMatchObject({ detectionsLost: 0, violations: 0, plansRejected: 0 })
    expect(services.meanDelaySeconds / direct.meanDelaySeconds).toBeGreaterThan(0.8)
    expect(services.meanDelaySeconds / direct.meanDelaySeconds).toBeLessThan(1.2)
  }, 180_000)

  it('shows progress, and prints a line for each seed, versions and the machine', async () => {
    const { printed, errors } = await bench(...hour, '--controller', 'fixed', '--seeds', '3,4')
    expect(errors).toMatch(/fixed \(direct\) seed 4: \d+ %, \d+ vehicles under way/)
    expect(printed).toMatch(/^ *3 +\d+\.\d\d/m)
    expect(printed).toMatch(/^mean +\d+\.\d\d/m)
    expect(printed).toMatch(/^sumo: .*\d+\.\d+/m)
    expect(printed).toMatch(/\d+ cores, .*Node v\d+/)
  })

  it('counts a vehicle that finds no room as one that never departed', async () => {
    const crowd = join(directory, 'crowd.rou.xml')
    writeTrips(crowd, stream('from-north', 'to-south', 0.25, 300))
    const file = join(directory, 'crowd.json')
    await bench(...hour, '--routes', crowd, '--controller', 'fixed', '--json', file)
    const { jammed, seeds, meanDelaySeconds }: BenchReport = JSON.parse(readFileSync(file, 'utf8'))
    expect(seeds[0]).toMatchObject({ vehicles: 1200, jammed: true })
    expect(seeds[0]!.undeparted).toBeGreaterThan(900)
    expect(jammed).toBe(1)
    expect(meanDelaySeconds).toBeGreaterThan(100)
  })

  it.each([
    [['--seeds', 'one'], '--seeds: expected whole numbers and ranges like 1,2,5-10, received "one"'],
    [['--controller', 'magic'], '--controller: expected one of selaras, fixed, actuated, max-pressure, greedy,'],
    [['--end', '0'], '--end: expected more than --begin (0), received 0'],
    [['--yellow', '-1'], '--yellow'],
    [['--speed', '3'], "Unknown option '--speed'"]
  ])('refuses %j with the usage', async (args, message) => {
    const { errors, exitCode } = await bench(...hour, ...args)
    expect(exitCode).toBe(2)
    expect(errors).toContain(message)
    expect(errors).toContain('npm run bench:sumo -- --net')
  })

  it('names the option that is missing', async () => {
    const { errors, exitCode } = await bench('--net', net, '--begin', '0', '--end', '300')
    expect(exitCode).toBe(2)
    expect(errors).toContain('--routes: expected a value, received nothing')
  })

  it('names a file that is missing, truncated or not what it should be', async () => {
    const cut = (file: string) => {
      const broken = join(directory, `cut-${file.split('/').at(-1)}`)
      const whole = readFileSync(file, 'utf8')
      writeFileSync(broken, whole.slice(0, Math.floor(0.7 * whole.length)))
      return broken
    }
    for (const broken of ['/nowhere/a.net.xml', cut(net), routes]) {
      const { errors, exitCode } = await bench(...hour, '--net', broken)
      expect(exitCode).toBe(1)
      expect(errors).toContain(broken)
    }
    for (const broken of ['/nowhere/a.rou.xml', cut(routes)]) {
      const { errors, exitCode } = await bench(...hour, '--routes', broken, '--controller', 'fixed')
      expect(exitCode).toBe(1)
      expect(errors).toContain(broken)
      expect(errors).not.toContain('    at ')
    }
  })

  it('names a signal that the network does not have', async () => {
    const { errors, exitCode } = await bench(...hour, '--signals', 'centre,elsewhere')
    expect(exitCode).toBe(1)
    expect(errors).toContain('elsewhere')
  })
})
