import type { Display } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { at, config, junction } from '../test/junction.ts'
import { createController, displaysOf } from './controller-state.ts'
import { createMonitor, observeDisplays } from './monitor.ts'
import { stepController } from './step-controller.ts'
import { violationKinds } from './violation.ts'

const displays: Readonly<Record<string, Display>> = {
  r: 'stop',
  s: 'stopThenProceed',
  g: 'permissive',
  G: 'protected',
  y: 'yellow',
  o: 'flashing',
  '.': 'dark'
}

const lampsOf = (heads: string): Map<number, Display> =>
  new Map(heads.split(' ').map((head, index) => [index + 1, displays[head]!]))

/** Shows the lamps of phases 1, 2, 3, 4 from each second on, and returns what the monitor says. */
function watch(shown: Readonly<Record<number, string>>, intersection = junction) {
  const monitor = createMonitor(intersection, 'field')
  return Object.entries(shown).flatMap(([second, heads]) =>
    observeDisplays(monitor, at(Number(second)), lampsOf(heads)).map(({ kind, text }) => `${kind}: ${text}`)
  )
}

describe('observeDisplays', () => {
  it('is content with an hour of the local timing plan', () => {
    const monitor = createMonitor(junction, 'field')
    let state = createController(config, at(-20))
    for (let second = -20; second < 3600; second++) {
      state = stepController(state, at(second))
      expect(observeDisplays(monitor, at(second), displaysOf(state))).toEqual([])
    }
  })

  it('sees exclusive phases green together, and green beside yellow', () => {
    expect(watch({ 0: 'G r G r' })).toEqual(['conflicting-greens: junction: phases 1 (protected) and 3 (protected)'])
    expect(watch({ 0: 'r r y G' })).toEqual(['conflicting-greens: junction: phases 3 (yellow) and 4 (protected)'])
    expect(watch({ 0: 'r g . r' })).toEqual(['conflicting-greens: junction: phases 2 (permissive) and 3 (dark)'])
    expect(watch({ 0: 'y y y y' })).toEqual([])
  })

  it('sees two protected phases of which one must yield', () => {
    expect(watch({ 0: 'G G r r' })).toEqual(['conflicting-greens: junction: phases 1 and 2 are both protected'])
    expect(watch({ 0: 'G g r G' })).toEqual([])
  })

  it('sees a green that is cut short', () => {
    expect(watch({ 0: 'r r r r', 10: 'r r G r', 15: 'r r y r' })).toEqual([
      'green-too-short: junction: phase 3 was green for 5000 ms, at least 6000 ms'
    ])
    expect(watch({ 0: 'r r r r', 10: 'r r G r', 16: 'r r y r' })).toEqual([])
  })

  it('counts protected and permissive as one green', () => {
    expect(watch({ 0: 'r r r r', 10: 'r g r r', 12: 'r G r r', 14: 'r y r r' })).toEqual([])
  })

  it('sees a yellow that is missing or too short', () => {
    expect(watch({ 0: 'G r r r', 9: 'r r r r' })).toEqual(['yellow-missing: junction: phase 1 went from green to red'])
    expect(watch({ 0: 'G r r r', 9: 'y r r r', 11: 'r r r r' })).toEqual([
      'yellow-too-short: junction: phase 1 was yellow for 2000 ms, at least 3000 ms'
    ])
  })

  it('does not believe a configuration whose yellow is too short for the field', () => {
    const phases = junction.phases.map(phase => ({ ...phase, yellowSeconds: 2 }))
    const shown = { 0: 'G r r r', 9: 'y r r r', 11: 'r r r r' }
    expect(watch(shown, { ...junction, phases })).toEqual([
      'yellow-too-short: junction: phase 1 was yellow for 2000 ms, at least 3000 ms'
    ])
  })

  it('sees a clearance that is cut short', () => {
    expect(watch({ 0: 'G r r r', 9: 'y r r r', 12: 'r r r r', 13: 'r r G r' })).toEqual([
      'clearance-cut: junction: phase 3 started 4000 ms after green of phase 1, at least 5000 ms'
    ])
    expect(watch({ 0: 'G r r r', 9: 'y r r r', 13: 'r r r r', 14: 'r r G r' })).toEqual([
      'clearance-cut: junction: phase 3 started 1000 ms after red of phase 1, at least 2000 ms'
    ])
    expect(watch({ 0: 'G r r r', 9: 'y r r r', 12: 'r r r r', 14: 'r r G r' })).toEqual([])
  })

  it('sees a pedestrian clearance that is cut short', () => {
    expect(watch({ 0: 'r r r G', 9: 'r r r y', 17: 'r r r r', 18: 'r r G r' })).toEqual([])
    expect(watch({ 0: 'r r r G', 9: 'r r r y', 12: 'r r r r', 18: 'r r G r' })).toEqual([
      'yellow-too-short: junction: phase 4 was yellow for 3000 ms, at least 8000 ms'
    ])
  })

  it('sees displays out of order', () => {
    expect(watch({ 0: 'r r r r', 1: 'y r r r' })).toEqual(['wrong-sequence: junction: phase 1 went from red to yellow'])
    expect(watch({ 0: 'G r r r', 8: 'y r r r', 12: 'G r r r' })).toEqual([
      'wrong-sequence: junction: phase 1 went from yellow to green'
    ])
    expect(watch({ 0: 'o o o o', 9: 'G r r r' })).toContain('wrong-sequence: junction: phase 1 went from off to green')
  })

  it('lets a fault put everything to flashing or dark, and counts the clearance from there', () => {
    expect(watch({ 0: 'G r r r', 1: 'o o o o', 5: 'r r r r', 6: 'r r G r' })).toEqual([
      'clearance-cut: junction: phase 3 started 1000 ms after red of phase 1, at least 2000 ms',
      'clearance-cut: junction: phase 3 started 1000 ms after red of phase 2, at least 2000 ms'
    ])
    expect(watch({ 0: 'G r r r', 1: '. . . .', 2: 'r r r r', 11: 'r r G r' })).toEqual([])
  })

  it('sees unknown phases, phases that show nothing, and displays that do not exist', () => {
    expect(watch({ 0: 'r r r r G' })).toEqual(['unknown-phase: junction: phase 5 is not configured'])
    expect(watch({ 0: 'r r r' })).toEqual(['phase-not-seen: junction: phase 4 shows nothing'])
    expect(watch({ 0: 'r r r x' })).toEqual(['phase-not-seen: junction: phase 4 shows nothing'])
    const lamps = new Map(
      [...lampsOf('r r r r')].map(([phase, display]) => [phase, phase === 2 ? ('blue' as Display) : display])
    )
    const found = observeDisplays(createMonitor(junction, 'field'), at(0), lamps)
    expect(found).toEqual([
      { kind: 'unknown-display', intersectionId: 'junction', atMs: at(0), text: 'junction: phase 2 shows "blue"' }
    ])
    expect(violationKinds).toContain(found[0]!.kind)
  })
})
