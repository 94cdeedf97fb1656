import { readFileSync } from 'node:fs'
import type { Detector, Intersection } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { brokenPropertiesOf } from '../../test/import/broken-properties.ts'
import { importNetwork } from './import-network.ts'
import { ImportNetworkError, type ImportNetworkErrorDetails } from './import-network-error.ts'

const netXml = readFileSync(new URL('../../test/import/two-signals.net.xml', import.meta.url), 'utf8')
const options = { corridorId: 'two-signals' }
const network = importNetwork(netXml, options)
const [east, west] = network.corridor.intersections as [Intersection, Intersection]
const [eastSignal, westSignal] = network.signals as [(typeof network.signals)[0], (typeof network.signals)[0]]

const zonesOn = (intersection: Intersection, laneIds: readonly string[]): readonly Detector[] =>
  intersection.detectors.filter(({ kind, laneIds: lanes }) => kind === 'zone' && lanes.join() === laneIds.join())
const segmentsOf = (signal: typeof eastSignal, detectorId: string) =>
  signal.detectors.flatMap(detector =>
    detector.detectorId === detectorId && detector.kind === 'zone' ? detector.segments : []
  )
const detailsOf = (act: () => unknown): ImportNetworkErrorDetails => {
  try {
    act()
  } catch (error) {
    if (error instanceof ImportNetworkError) return error.details
  }
  throw new Error('expected an ImportNetworkError')
}

describe('importNetwork', () => {
  it('makes an import that keeps every property', () => {
    expect(brokenPropertiesOf(netXml)).toEqual([])
    expect(network.notes).toEqual([])
  })

  it('takes the states without yellow as stages', () => {
    expect(westSignal.stateOfStage).toEqual({ 1: 'rrrGGgrrrGGGg', 2: 'rrrrrGrrrrrrG', 3: 'GGgrrrGGgrrrr' })
    expect(eastSignal.stateOfStage).toEqual({ 1: 'GGgrrGGGr', 2: 'rrrgGGrrG', 3: 'rrrgGGrrr' })
  })

  it('makes one phase of the links of an edge that always show the same', () => {
    expect(westSignal.phaseOfLink).toEqual([1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 7, 8])
  })

  it('shows yielding links as permissive and crossing streams as exclusive', () => {
    expect(west.stages[0]?.phases).toEqual([
      { phase: 3, display: 'protected' },
      { phase: 4, display: 'permissive' },
      { phase: 7, display: 'protected' },
      { phase: 8, display: 'permissive' }
    ])
    expect(west.conflicts).toContainEqual({ phases: [4, 7], kind: 'permissive' })
    expect(west.conflicts).toContainEqual({ phases: [1, 3], kind: 'exclusive' })
  })

  it('declares permissive what has to yield although SUMO shows it as protected', () => {
    const careless = importNetwork(netXml.replaceAll('rrrGGgrrrGGGg', 'rrrGGGrrrGGGG'), options)
    const intersection = careless.corridor.intersections[1]!
    expect(intersection.stages[0]?.phases).toContainEqual({ phase: 4, display: 'permissive' })
    expect(intersection.stages[0]?.phases).toContainEqual({ phase: 7, display: 'protected' })
    expect(careless.signals[1]?.stateOfStage[1]).toBe('rrrGGGrrrGGGG')
  })

  it('makes a pedestrian phase of a crossing, at the approach that it crosses', () => {
    expect(east.phases.at(-1)).toMatchObject({ kind: 'pedestrian', yellowSeconds: 0, pedestrianClearanceSeconds: 3 })
    expect(east.movements.at(-1)).toEqual({
      movementId: 'a1-crossing',
      approachId: 'a1',
      turn: 'crossing',
      phase: 7,
      laneIds: []
    })
    expect(east.conflicts).toContainEqual({ phases: [3, 7], kind: 'permissive' })
  })

  it('leaves lanes for pedestrians out of the approaches', () => {
    expect(east.approaches[1]).toMatchObject({ name: 'es-in', lanes: [{ laneId: 'a2-l1' }] })
  })

  it('follows a short stop-line edge upstream, where the zones serve the lanes that they lead to', () => {
    const own = zonesOn(west, ['a4-l0'])
    expect(own[0]).toMatchObject({ nearMetres: 0, farMetres: 8 })
    expect(own.at(-1)?.farMetres).toBeCloseTo(42.2, 1)
    const feeder = zonesOn(west, ['a4-l0', 'a4-l1'])
    expect(feeder[0]?.nearMetres).toBeCloseTo(42.2, 1)
    expect(feeder.at(-1)?.farMetres).toBe(200)
    expect(feeder.flatMap(({ detectorId }) => segmentsOf(westSignal, detectorId)).map(({ lane }) => lane)).toEqual(
      feeder.map(() => 'w-in_0')
    )
  })

  it('sees a side road that joins without a signal, and nothing beyond a signal', () => {
    const further = importNetwork(netXml, { ...options, detectionMetres: 500 })
    const lanes = further.signals[1]!.detectors.flatMap(detector =>
      detector.kind === 'zone' ? detector.segments.map(({ lane }) => lane) : []
    )
    expect(lanes).toContain('side-in_0')
    expect(lanes).not.toContain('e-in_0')
  })

  it('links the intersections in both directions', () => {
    expect(network.corridor.links).toMatchObject([
      { fromIntersectionId: 'east', toIntersectionId: 'west', toApproachId: 'a2' },
      { fromIntersectionId: 'west', toIntersectionId: 'east', toApproachId: 'a3' }
    ])
    expect(network.corridor.links[0]?.lengthMetres).toBeCloseTo(385.6, 1)
    expect(west.movements.find(({ movementId }) => movementId === 'a4-through')?.linkId).toBe('west-to-east')
    expect(west.movements.find(({ movementId }) => movementId === 'a4-left')?.linkId).toBeUndefined()
  })

  it('counts the way through a junction until its end', () => {
    expect(westSignal.detectors.find(({ detectorId }) => detectorId === 'a4-left-box')).toMatchObject({
      internalLanes: [':West_12_0', ':West_16_0']
    })
  })

  it('keeps the programme as timing plan', () => {
    expect(west.timingPlans[0]).toMatchObject({
      cycleSeconds: 90,
      offsetSeconds: 0,
      splits: [
        { stage: 1, splitSeconds: 41 },
        { stage: 2, splitSeconds: 9 },
        { stage: 3, splitSeconds: 40 }
      ]
    })
  })

  it('raises splits that cannot hold minimum green and clearance', () => {
    const slow = importNetwork(netXml, { ...options, minimumGreenSeconds: 12, redClearanceSeconds: 2 })
    expect(slow.corridor.intersections[1]?.timingPlans[0]?.cycleSeconds).toBe(90)
    const slower = importNetwork(netXml, { ...options, minimumGreenSeconds: 60, redClearanceSeconds: 2 })
    expect(slower.corridor.intersections[1]?.timingPlans[0]?.cycleSeconds).toBeGreaterThan(120)
  })

  it('shortens a programme that is longer than ten minutes', () => {
    const plan = importNetwork(netXml.replaceAll('duration="3', 'duration="103'), options).corridor.intersections[1]
    expect(plan?.timingPlans[0]?.cycleSeconds).toBeGreaterThan(590)
    expect(plan?.timingPlans[0]?.cycleSeconds).toBeLessThanOrEqual(600)
  })

  it('reads the driving side', () => {
    expect(network.corridor.drivingSide).toBe('right')
    const left = importNetwork(netXml.replace('<net ', '<net lefthand="true" '), options)
    expect(left.corridor.drivingSide).toBe('left')
  })

  it('imports only the signals asked for', () => {
    const { corridor, signals } = importNetwork(netXml, { ...options, signals: ['West'] })
    expect(corridor.intersections.map(({ intersectionId }) => intersectionId)).toEqual(['west'])
    expect(corridor.links).toEqual([])
    expect(signals).toHaveLength(1)
  })

  it('names the signals that exist when one does not', () => {
    expect(() => importNetwork(netXml, { ...options, signals: ['North', 'West'] })).toThrow(
      'no traffic light "North" in the network, which has "East", "West"'
    )
  })

  it('says where a file is cut off', () => {
    const cut = netXml.slice(0, netXml.indexOf('<tlLogic') + 20)
    const line = cut.split('\n').length
    expect(detailsOf(() => importNetwork(cut, { ...options, fileName: 'cut.net.xml' }))).toMatchObject({
      kind: 'malformed',
      fileName: 'cut.net.xml',
      line
    })
    expect(() => importNetwork(cut, { ...options, fileName: 'cut.net.xml' })).toThrow(`cut.net.xml:${line}:`)
  })

  it('says where the text is not a network', () => {
    expect(detailsOf(() => importNetwork('', options))).toMatchObject({ kind: 'malformed' })
    expect(() => importNetwork('<routes>\n</routes>', options)).toThrow(
      'SUMO network:1:9: expected a SUMO network, whose root element is <net>, found <routes>'
    )
    expect(() =>
      importNetwork('<net>\n  <edge id="a">\n<lane id="a_0" index="0" speed="x"/></edge></net>', options)
    ).toThrow('SUMO network:3:')
  })

  it('refuses a connection between lanes that do not exist', () => {
    const broken = netXml.replace('<connection from="w-in"', '<connection from="w-inn"')
    expect(() => importNetwork(broken, options)).toThrow('lane 0 of edge "w-inn", which does not exist')
  })

  it('leaves signals with one stage to SUMO', () => {
    const fixed = netXml.replaceAll(/state="[rygG]{9}"/g, 'state="GGgrrGGGr"')
    expect(importNetwork(fixed, options).notes).toEqual(['traffic light "East" is left to SUMO: it has one stage only'])
    expect(detailsOf(() => importNetwork(fixed, { ...options, signals: ['East'] })).kind).toBe('nothing-to-control')
  })

  it('reports links that never have green and leaves them out', () => {
    const closed = importNetwork(netXml.replaceAll('GGgrrrGGgrrrr', 'GGrrrrGGgrrrr'), options)
    expect(closed.notes).toEqual(['traffic light "West" never gives green to link 2'])
    expect(closed.signals[1]?.phaseOfLink[2]).toBeUndefined()
  })

  it('refuses options out of range', () => {
    expect(() => importNetwork(netXml, { ...options, zoneMetres: 0 })).toThrow(
      'zoneMetres: expected 5 to 50, received 0'
    )
    expect(() => importNetwork(netXml, { ...options, detectionMetres: Number.NaN })).toThrow('detectionMetres')
  })
})
