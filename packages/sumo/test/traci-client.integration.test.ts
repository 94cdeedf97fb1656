import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '../../../test/networks/build-network.ts'
import { stream, type Trip, writeTrips } from '../../../test/networks/write-trips.ts'
import { type SumoSimulation, startSumo } from '../src/sumo-process.ts'
import type { StepResult } from '../src/traci/client.ts'
import { watchSumo } from './watched-sumo.ts'

const directory = mkdtempSync(join(tmpdir(), 'selaras-traci-'))
afterAll(() => rmSync(directory, { recursive: true }))

const netFile = await buildNetwork('crossing', directory)
const sumo = await watchSumo(directory)

async function simulate(trips: readonly Trip[], use: (simulation: SumoSimulation) => Promise<void>): Promise<void> {
  const routeFile = join(directory, 'trips.rou.xml')
  writeTrips(routeFile, trips)
  const simulation = await startSumo({
    ...{ netFile, routeFiles: [routeFile], binary: sumo.binary },
    ...{ beginSeconds: 0, endSeconds: 600, seed: 1 }
  })
  try {
    await use(simulation)
  } finally {
    await simulation.remove()
  }
}

const right: Trip = { id: 'right', departSeconds: 0, from: 'from-west', to: 'to-south' }

describe('TraciClient', () => {
  it('follows a vehicle from its departure to its arrival', () =>
    simulate([right], async ({ client, software }) => {
      expect(software).toMatch(/^SUMO \d/)
      client.setLights('centre', 'G'.repeat(14))
      const steps: StepResult[] = []
      const lanes = new Set<string>()
      let metres = 0
      do {
        steps.push(await client.step())
        const vehicle = client.vehicles.get('right')
        if (vehicle === undefined) continue
        expect(vehicle.edges).toEqual(['from-west', 'to-south'])
        if (vehicle.lane === vehicle.previousLane) {
          expect(vehicle.positionMetres - vehicle.previousMetres).toBeCloseTo(vehicle.speedMetresPerSecond, 1)
          metres += vehicle.positionMetres - vehicle.previousMetres
        }
        lanes.add(vehicle.lane)
      } while (steps.at(-1)!.arrived.length === 0 && steps.length < 120)
      expect(steps.flatMap(({ departed }) => departed)).toEqual(['right'])
      expect(steps.at(-1)!.arrived).toMatchObject([{ lane: 'to-south_0' }])
      expect(client.vehicles.size).toBe(0)
      expect([...lanes].filter(lane => !lane.startsWith(':'))).toEqual(['from-west_0', 'to-south_0'])
      expect(metres).toBeGreaterThan(500)
    }))

  it('counts vehicles that find no room to depart', () =>
    simulate(stream('from-north', 'to-south', 0.5, 200), async ({ client }) => {
      client.setLights('centre', 'r'.repeat(14))
      let pending = 0
      let departed = 0
      for (let second = 1; second <= 199; second++) {
        const step = await client.step()
        departed += step.departed.length
        pending = step.pending
      }
      expect(client.vehicles.size).toBe(departed)
      expect(departed).toBeLessThan(60)
      expect(departed + pending).toBeGreaterThan(390)
    }))

  it('shows the lights that it was told to, until it is told others', () =>
    simulate([right], async ({ client }) => {
      client.setLights('centre', 'GGGGGGGrrrrrrr')
      await client.step()
      await client.step()
      expect(await client.getLights('centre')).toBe('GGGGGGGrrrrrrr')
      client.setLights('centre', 'yyyyyyyrrrrrrr')
      expect(await client.getLights('centre')).toBe('GGGGGGGrrrrrrr')
      await client.step()
      expect(await client.getLights('centre')).toBe('yyyyyyyrrrrrrr')
    }))

  it('hands on what SUMO refuses, in its words', () =>
    simulate([right], async ({ client }) => {
      await expect(client.getLights('nowhere')).rejects.toThrow(
        /SUMO refused the state of traffic light "nowhere": .*'nowhere' is not known/
      )
      client.setLights('nowhere', 'r')
      await expect(client.step()).rejects.toThrow(/SUMO refused the lights of "nowhere": .*not known/)
      expect(await client.getLights('centre')).toHaveLength(14)
    }))

  it('takes one request at a time', () =>
    simulate([right], async ({ client }) => {
      const first = client.step()
      await expect(client.step()).rejects.toThrow('a TraCI request is already under way')
      await first
    }))

  it('reports that SUMO was killed, at once and from then on', () =>
    simulate([right], async simulation => {
      await simulation.client.step()
      sumo.kill()
      const lost = `SUMO could not run ${netFile}: it ended with SIGKILL`
      await expect(simulation.client.step()).rejects.toThrow(lost)
      await expect(simulation.client.step()).rejects.toThrow(lost)
      await simulation.close()
    }))

  it('ends SUMO when it is closed, and refuses requests afterwards', () =>
    simulate([right], async simulation => {
      await simulation.client.step()
      expect(sumo.isRunning()).toBe(true)
      await simulation.close()
      expect(sumo.isRunning()).toBe(false)
      await expect(simulation.client.step()).rejects.toThrow('the TraCI connection has been closed')
    }))
})
