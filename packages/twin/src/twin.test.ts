import { type SignalState, validateCorridor } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { createDemoDemand, demoCorridor, Twin } from './index.ts'
import { spacingMetres } from './twin.ts'

const showing = (stage: number | undefined): Record<string, SignalState> =>
  Object.fromEntries(
    demoCorridor.intersections.map(({ intersectionId, stages, phases }) => {
      const green = stages.find(entry => entry.stage === stage)?.phases.map(({ phase }) => phase) ?? []
      const state: SignalState = {
        stage: stage ?? 1,
        nextStage: null,
        interval: 'green',
        sinceAtMs: 0,
        stageGreenSinceAtMs: 0,
        clearanceUntilMs: null,
        phases: phases.map(({ phase }) => ({
          phase,
          display: green.includes(phase) ? 'protected' : 'stop',
          sinceAtMs: 0
        }))
      }
      return [intersectionId, state]
    })
  )

const run = (seed: number, seconds: number, stageAt: (second: number) => number | undefined): Twin => {
  const twin = new Twin(demoCorridor, createDemoDemand(1), seed)
  for (let second = 0; second < seconds; second++) twin.step(showing(stageAt(second)))
  return twin
}
const cycle = (second: number) => [1, 1, 2, 3, 3, 4][Math.floor(second / 12) % 6]

describe('Twin', () => {
  it('has a demonstration corridor that may be run', () => {
    expect(validateCorridor(demoCorridor)).toEqual([])
  })

  it('loses no vehicle: who entered is inside or has left', () => {
    const { vehicles, inside, left } = run(1, 1200, cycle).measures
    expect(left).toBeGreaterThan(100)
    expect(inside + left).toBe(vehicles)
  })

  it('gives the same traffic for the same seed, and other traffic for another', () => {
    expect(run(7, 600, cycle).measures).toEqual(run(7, 600, cycle).measures)
    expect(run(8, 600, cycle).measures).not.toEqual(run(7, 600, cycle).measures)
  })

  it('lets nobody pass a red light', () => {
    expect(run(1, 600, () => undefined).measures.left).toBe(0)
  })

  it('keeps vehicles a vehicle apart', () => {
    for (const { vehicles } of run(3, 900, cycle).lanes) {
      for (const [index, { metres }] of vehicles.entries()) {
        const ahead = vehicles[index - 1]
        if (ahead !== undefined) expect(metres - ahead.metres).toBeGreaterThanOrEqual(spacingMetres - 1e-9)
      }
    }
  })

  it('discharges a queue at 1800 vehicles an hour and lane', () => {
    const twin = run(5, 900, () => undefined)
    const entry = twin.lanes.find(({ laneId, intersection }) => laneId === 'west-l1' && intersection === 0)!
    let crossed = 0
    for (let second = 0; second < 40; second++) {
      twin.step(showing(1))
      for (const count of entry.crossings.values()) crossed += count
    }
    expect(crossed).toBeGreaterThanOrEqual(19)
    expect(crossed).toBeLessThanOrEqual(20)
  })

  it('blocks the upstream junction when the link is full', () => {
    const twin = new Twin(demoCorridor, createDemoDemand(2), 4)
    const red = showing(undefined)
    for (let second = 0; second < 1200; second++) twin.step({ ...showing(1), j2: red['j2']! })
    const link = twin.lanes.filter(({ laneId, intersection }) => laneId.startsWith('west-l') && intersection === 1)
    const upstream = twin.lanes.find(({ laneId, intersection }) => laneId === 'west-l0' && intersection === 0)!
    expect(link[0]!.vehicles.length * spacingMetres).toBeGreaterThan(0.9 * link[0]!.lengthMetres)
    expect(upstream.vehicles.length + upstream.waiting.length).toBeGreaterThan(20)
  })
})
