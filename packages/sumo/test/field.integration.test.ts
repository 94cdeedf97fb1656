import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createController, stepController, toSignalState } from '@selaras/controller'
import type { DetectorReading, Display, SignalState } from '@selaras/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '../../../test/networks/build-network.ts'
import { stream, writeTrips } from '../../../test/networks/write-trips.ts'
import { createField, type Field } from '../src/field/field.ts'
import { importNetwork } from '../src/import/import-network.ts'
import type { SumoDetector } from '../src/sumo-network.ts'
import { startSumo } from '../src/sumo-process.ts'
import { type FcdVehicle, readFcd } from './read-fcd.ts'
import { watchSumo } from './watched-sumo.ts'

const directory = mkdtempSync(join(tmpdir(), 'selaras-field-'))
afterAll(() => rmSync(directory, { recursive: true }))

const demandSeconds = 200
const trips = [
  stream('from-west', 'to-east', 4, demandSeconds),
  stream('from-west', 'to-north', 15, demandSeconds),
  stream('from-east', 'to-west', 5, demandSeconds),
  stream('from-east', 'to-north', 20, demandSeconds),
  stream('from-north', 'to-south', 9, demandSeconds),
  stream('from-south', 'to-west', 16, demandSeconds)
].flat()

const netFile = await buildNetwork('crossing', directory)
const routeFile = join(directory, 'trips.rou.xml')
writeTrips(routeFile, trips)
const fcdFile = join(directory, 'fcd.xml')
const loopFile = join(directory, 'loops.xml')
const sumo = await watchSumo(directory, ['--fcd-output', fcdFile, '--precision', '6'])
const network = importNetwork(readFileSync(netFile, 'utf8'), {
  corridorId: 'test',
  fileName: netFile,
  yellowSeconds: 3
})
const { corridor } = network
const intersection = corridor.intersections[0]!
const signal = network.signals[0]!
const detectorsOf = <K extends SumoDetector['kind']>(kind: K) =>
  signal.detectors.filter((detector): detector is Extract<SumoDetector, { kind: K }> => detector.kind === kind)

const loopsFile = join(directory, 'loops.add.xml')
const loops = detectorsOf('advance').map(
  ({ detectorId, lane, positionMetres }) =>
    `<inductionLoop id="${detectorId}" lane="${lane}" pos="${positionMetres}" period="1" file="${loopFile}"/>`
)
writeFileSync(loopsFile, `<additional>${loops.join('')}</additional>`)

const start = (endSeconds: number) =>
  startSumo({
    ...{ netFile, routeFiles: [routeFile], additionalFiles: [loopsFile], binary: sumo.binary },
    ...{ beginSeconds: 0, endSeconds, seed: 1 }
  })

const { corridorId, configurationVersion, limits, timeZone } = corridor
const config = { corridorId, configurationVersion, limits, timeZone, intersection }
const startController = (field: Field) =>
  createController(config, field.nowMs, { startStage: intersection.stages[0]!.stage })

/** One entry for each second. */
interface Recording {
  readonly readings: ReadonlyMap<string, DetectorReading>
  readonly shown: SignalState
  readonly lights: string
}

describe('createField', () => {
  const recordings: Recording[] = []
  let violations: Field['violations'] = []
  let steps: readonly (readonly FcdVehicle[])[] = []

  /** The crossing under its local timing plan, until everybody has left. */
  beforeAll(async () => {
    const simulation = await start(500)
    try {
      const field = createField({ simulation, network })
      let controller = startController(field)
      for (let second = 1; second <= 500; second++) {
        const shown = toSignalState(controller)
        field.show(intersection.intersectionId, shown)
        const { nowMs, detections } = await field.step()
        const { readings } = detections.get(intersection.intersectionId)!
        recordings.push({
          readings: new Map(readings.map(reading => [reading.detectorId, reading])),
          shown,
          lights: await simulation.client.getLights(signal.tlsId)
        })
        controller = stepController(controller, nowMs)
      }
      violations = field.violations
    } finally {
      await simulation.remove()
    }
    steps = readFcd(fcdFile)
  })

  it('sees in its zones and in the box the vehicles that SUMO has there', () => {
    expect(detectorsOf('zone').length).toBeGreaterThan(20)
    expect(detectorsOf('box').length).toBeGreaterThan(0)
    for (const [index, { readings }] of recordings.entries()) {
      for (const detector of [...detectorsOf('zone'), ...detectorsOf('box')]) {
        const expected = presenceOf(steps[index]!.filter(vehicle => isSeen(detector, vehicle)))
        const { detectorId } = detector
        expect(readings.get(detectorId), `second ${index}`).toEqual({ detectorId, ...expected })
      }
    }
  })

  it('counts at its stop lines who leaves the lane, and everybody once', () => {
    const crossed = crossingsIn(steps)
    for (const { detectorId, lane, toEdges } of detectorsOf('stopLine')) {
      const expected = crossed.filter(crossing => crossing.lane === lane && toEdges.includes(crossing.toEdge)).length
      expect(totalOf(detectorId), detectorId).toBe(expected)
    }
    const all = detectorsOf('stopLine').reduce((sum, { detectorId }) => sum + totalOf(detectorId), 0)
    expect(all).toBe(trips.length)
  })

  it('counts at its advance detectors everybody once, and on a single lane whom an induction loop counts', () => {
    const all = detectorsOf('advance').reduce((sum, { detectorId }) => sum + totalOf(detectorId), 0)
    expect(all).toBe(trips.length)
    const single = detectorsOf('advance').filter(({ lane }) => /north|south/.test(lane))
    expect(single).toHaveLength(2)
    for (const { detectorId } of single) {
      expect(secondsOf(detectorId), detectorId).toEqual(loopSecondsOf(detectorId))
    }
  })

  it('shows in SUMO what the controller shows', () => {
    const seen = new Set<string>()
    for (const { shown, lights } of recordings) {
      const displays = new Map(shown.phases.map(({ phase, display }) => [phase, display]))
      for (const [link, phase] of signal.phaseOfLink.entries()) {
        const display = displays.get(phase!)!
        expect(charactersOf[display]).toContain(lights[link]!)
        seen.add(display)
      }
    }
    expect([...seen].sort()).toEqual(['permissive', 'protected', 'stop', 'yellow'])
  })

  it('finds nothing unsafe in a controller’s lights', () => {
    expect(violations).toEqual([])
    expect(new Set(recordings.map(({ shown }) => shown.stage)).size).toBe(intersection.stages.length)
  })

  it.each<readonly [string, string, number, Display]>([
    ['green for everybody', 'conflicting-greens', 10, 'protected'],
    ['red without yellow', 'yellow-missing', 10, 'stop'],
    ['yellow after two seconds of green', 'green-too-short', 2, 'yellow']
  ])('finds %s', async (_name, kind, atSecond, display) => {
    const simulation = await start(atSecond + 2)
    try {
      const field = createField({ simulation, network })
      const shown = toSignalState(startController(field))
      field.show(intersection.intersectionId, { ...shown, phases: shown.phases.map(allRed) })
      await field.step()
      field.show(intersection.intersectionId, shown)
      for (let second = 0; second < atSecond; second++) await field.step()
      expect(field.violations).toEqual([])
      const planted = shown.phases.map(phase => ({ ...phase, display }))
      field.show(intersection.intersectionId, { ...shown, phases: planted })
      await field.step()
      expect(field.violations.map(violation => violation.kind)).toContain(kind)
    } finally {
      await simulation.remove()
    }
  })

  const secondsOf = (detectorId: string) =>
    recordings.flatMap(({ readings }, second) => ((readings.get(detectorId)!.vehicles ?? 0) > 0 ? [second] : []))
  const totalOf = (detectorId: string) =>
    recordings.reduce((sum, { readings }) => sum + (readings.get(detectorId)!.vehicles ?? 0), 0)
})

/** When SUMO's own induction loop saw vehicles arrive. */
function loopSecondsOf(detectorId: string): readonly number[] {
  const intervals = readFileSync(loopFile, 'utf8').matchAll(/begin="(\d+)[^"]*".* id="([^"]+)".* nVehEntered="[1-9]/g)
  return [...intervals].filter(([, , id]) => id === detectorId).map(([, begin]) => Number(begin))
}

const allRed = (phase: SignalState['phases'][number]) => ({ ...phase, display: 'stop' as const })

const charactersOf: Readonly<Record<Display, string>> = {
  ...{ protected: 'Gg', permissive: 'Gg', yellow: 'y', stop: 'r' },
  ...{ stopThenProceed: 's', dark: 'O', flashing: 'o' }
}

function isSeen(detector: SumoDetector, { lane, positionMetres }: FcdVehicle): boolean {
  if (detector.kind === 'box') return detector.internalLanes.includes(lane)
  if (detector.kind !== 'zone') return false
  return detector.segments.some(
    segment => segment.lane === lane && positionMetres > segment.fromMetres && positionMetres <= segment.toMetres
  )
}

function presenceOf(vehicles: readonly FcdVehicle[]) {
  const moving = vehicles.filter(({ speedMetresPerSecond }) => speedMetresPerSecond >= 1.5)
  const sum = moving.reduce((total, { speedMetresPerSecond }) => total + speedMetresPerSecond, 0)
  return {
    vehicles: vehicles.length,
    stoppedVehicles: vehicles.length - moving.length,
    meanSpeedMetresPerSecond: moving.length === 0 ? null : expect.closeTo(sum / moving.length, 4)
  }
}

/** From which lane, and to which edge, every vehicle passed the crossing. */
function crossingsIn(steps: readonly (readonly FcdVehicle[])[]): readonly { lane: string; toEdge: string }[] {
  const lanesOf = new Map<string, string[]>()
  for (const { id, lane } of steps.flat()) {
    if (!lane.startsWith(':')) lanesOf.set(id, [...(lanesOf.get(id) ?? []), lane])
  }
  return [...lanesOf.values()].map(lanes => {
    const after = lanes.findIndex(lane => lane.startsWith('to-'))
    return { lane: lanes[after - 1]!, toEdge: lanes[after]!.replace(/_\d+$/, '') }
  })
}
