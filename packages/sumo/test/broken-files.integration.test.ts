import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '../../../test/networks/build-network.ts'
import { stream, writeTrips } from '../../../test/networks/write-trips.ts'
import { findSumo } from '../../../test/servers/sumo.ts'
import { SumoError, type SumoOptions, startSumo } from '../src/sumo-process.ts'
import { readTripSummary } from '../src/tripinfo.ts'

const directory = mkdtempSync(join(tmpdir(), 'selaras-broken-'))
afterAll(() => rmSync(directory, { recursive: true }))

const netFile = await buildNetwork('crossing', directory)
const routeFile = join(directory, 'trips.rou.xml')
writeTrips(routeFile, stream('from-west', 'to-east', 2, 600))
const { sumo } = await findSumo()

function truncate(file: string, name: string, share: number): string {
  const text = readFileSync(file, 'utf8')
  const truncated = join(directory, name)
  writeFileSync(truncated, text.slice(0, Math.floor(share * text.length)))
  return truncated
}

const options: SumoOptions = {
  ...{ netFile, routeFiles: [routeFile], binary: sumo.path },
  ...{ beginSeconds: 0, endSeconds: 600, seed: 1 }
}

describe('startSumo', () => {
  it('names a network that is truncated', async () => {
    const broken = truncate(netFile, 'half.net.xml', 0.5)
    await expect(startSumo({ ...options, netFile: broken })).rejects.toThrow(/half\.net\.xml.*At line\/column \d+/)
  })

  it('names a network and a route file that do not exist', async () => {
    await expect(startSumo({ ...options, netFile: '/nowhere/a.net.xml' })).rejects.toThrow(/\/nowhere\/a\.net\.xml/)
    await expect(startSumo({ ...options, routeFiles: ['/nowhere/a.rou.xml'] })).rejects.toThrow(
      /\/nowhere\/a\.rou\.xml/
    )
  })

  // SUMO reads routes ahead while it runs.
  it.each([0.01, 0.9])('names a route file of which a share of %d is there, when it is read so far', async share => {
    const broken = truncate(routeFile, 'cut.rou.xml', share)
    const run = async () => {
      const simulation = await startSumo({ ...options, routeFiles: [broken] })
      try {
        for (let second = 0; second < 600; second++) await simulation.client.step()
      } finally {
        await simulation.remove()
      }
    }
    await expect(run()).rejects.toThrow(/cut\.rou\.xml.*line\/column \d+/)
  })

  it('names a road that the network does not have', async () => {
    const astray = join(directory, 'astray.rou.xml')
    writeTrips(astray, [{ id: 'lost', departSeconds: 0, from: 'from-west', to: 'to-atlantis' }])
    await expect(startSumo({ ...options, routeFiles: [astray] })).rejects.toThrow(/'to-atlantis'.*'lost'/)
  })

  it('names a program that does not exist', async () => {
    const start = startSumo({ ...options, binary: '/nowhere/sumo' })
    await expect(start).rejects.toThrow(/\/nowhere\/sumo ENOENT/)
    await expect(start).rejects.toBeInstanceOf(SumoError)
  })
})

describe('readTripSummary', () => {
  const files = { tripinfoFile: '/nowhere/tripinfo.xml', beginSeconds: 0, endSeconds: 600 }

  it('names a route file that is truncated', async () => {
    const broken = truncate(routeFile, 'cut.rou.xml', 0.5)
    await expect(readTripSummary({ ...files, routeFiles: [broken] })).rejects.toThrow(/cut\.rou\.xml/)
  })

  it('names the vehicle whose departure is not a time', async () => {
    const strange = join(directory, 'strange.rou.xml')
    writeFileSync(strange, '<routes><trip id="late" depart="tomorrow" from="from-west" to="to-east"/></routes>')
    await expect(readTripSummary({ ...files, routeFiles: [strange] })).rejects.toThrow(
      /strange\.rou\.xml: vehicle "late": expected depart in seconds, received "tomorrow"/
    )
  })
})
