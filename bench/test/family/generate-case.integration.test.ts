import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importNetwork, readTripSummary, startSumo } from '@selaras/sumo'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokenPropertiesOf } from '../../../packages/sumo/test/import/broken-properties.ts'
import { findBinary } from '../../../test/servers/find-binary.ts'
import { type GeneratedCase, generateCase } from '../../src/family/generate-case.ts'

const folder = mkdtempSync(join(tmpdir(), 'selaras-family-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
const cases: GeneratedCase[] = []
beforeAll(async () => {
  await findBinary('netconvert')
  for (let seed = 0; seed < 12; seed++) cases.push(generateCase(seed))
})

async function playFixed({ familyCase, netXml, routesXml }: GeneratedCase) {
  const netFile = join(folder, `${familyCase.name}.net.xml`)
  const routeFiles = [join(folder, `${familyCase.name}.rou.xml`)]
  writeFileSync(netFile, netXml)
  writeFileSync(routeFiles[0]!, routesXml)
  const { beginSeconds, endSeconds, seed } = familyCase
  const simulation = await startSumo({ netFile, routeFiles, beginSeconds, endSeconds, seed })
  try {
    for (let second = beginSeconds; second < endSeconds; second++) await simulation.client.step()
    await simulation.close()
    return await readTripSummary({ ...simulation, routeFiles })
  } finally {
    await simulation.remove()
  }
}

describe('generateCase', () => {
  it('writes the same case from the same seed', () => {
    expect(cases[2]).toEqual(generateCase(2))
  })

  it('writes networks that the importer takes whole', () => {
    for (const { netXml, familyCase } of cases) {
      const { seed, features } = familyCase
      expect({ seed, broken: brokenPropertiesOf(netXml) }).toEqual({ seed, broken: [] })
      const { notes, corridor } = importNetwork(netXml, { corridorId: 'family' })
      expect(notes).toEqual([])
      expect(corridor.drivingSide).toBe(features.drivingSide)
    }
  })

  it('turns left from the kerb and right from the inside where one drives on the left', () => {
    const leftHand = cases.filter(({ familyCase }) => familyCase.features.drivingSide === 'left')
    const turns = leftHand.flatMap(({ netXml }) =>
      importNetwork(netXml, { corridorId: 'family' }).corridor.intersections.flatMap(({ approaches, movements }) =>
        approaches.flatMap(({ lanes, approachId }) =>
          movements
            .filter(movement => movement.approachId === approachId && movement.turn !== 'through')
            .map(({ turn, laneIds }) => ({ turn, laneIds, lanes: lanes.map(({ laneId }) => laneId) }))
        )
      )
    )
    expect(turns.length).toBeGreaterThan(20)
    for (const { turn, laneIds, lanes } of turns) expect(laneIds).toContain(turn === 'left' ? lanes[0] : lanes.at(-1))
  })

  it('plays in SUMO, and does not jam under its fixed plans at moderate demand', async () => {
    const moderate = cases.filter(({ familyCase }) => familyCase.features.volumeToCapacity < 0.65)
    expect(moderate.length).toBeGreaterThan(0)
    for (const generated of moderate) {
      const { name, vehicles } = generated.familyCase
      expect({ name, ...(await playFixed(generated)) }).toMatchObject({ name, vehicles, jammed: false })
    }
  }, 120_000)
})
