import type { Corridor, Display, Phase } from '@selaras/shared'
import type { Report } from './violation.ts'

/** One phase in the eyes of the monitor: what it must keep, what it showed and since when. */
export interface WatchedPhase {
  readonly phase: number
  readonly minimumGreenMs: number
  readonly changeMs: number
  readonly redClearanceMs: number
  aspect: Aspect | undefined
  /** Start of the running aspect; long ago for one that ran before the watch began. */
  sinceAtMs: number
  greenEndedAtMs: number
  redSinceAtMs: number
}

/** Displays that mean the same to the monitor. `off` is dark or flashing: safe, but nobody's right of way. */
type Aspect = 'green' | 'yellow' | 'red' | 'off'

const longAgo = Number.NEGATIVE_INFINITY

/** Shortest yellow that road users may see, whatever is configured (NEMA TS 2 MMU: 2.7 s, and a margin). */
const shortestYellowMs = { field: 3000, simulation: 0 } as const

const aspectOf: ReadonlyMap<unknown, Aspect> = new Map<unknown, Aspect>([
  ['protected', 'green'],
  ['permissive', 'green'],
  ['yellow', 'yellow'],
  ['stop', 'red'],
  ['stopThenProceed', 'red'],
  ['dark', 'off'],
  ['flashing', 'off']
])

export const showsGreen = (display: Display | undefined): boolean => aspectOf.get(display) === 'green'
export const isRed = (display: Display | undefined): boolean => aspectOf.get(display) === 'red'

export function createWatchedPhase(timing: Phase, limits: Corridor['limits']): WatchedPhase {
  const pedestrian = timing.kind === 'pedestrian'
  const configuredMs = Math.round(1000 * (pedestrian ? (timing.pedestrianClearanceSeconds ?? 0) : timing.yellowSeconds))
  return {
    phase: timing.phase,
    minimumGreenMs: Math.round(1000 * timing.minimumGreenSeconds),
    changeMs: pedestrian ? configuredMs : Math.max(configuredMs, shortestYellowMs[limits]),
    redClearanceMs: Math.round(1000 * timing.redClearanceSeconds),
    aspect: undefined,
    sinceAtMs: longAgo,
    greenEndedAtMs: longAgo,
    redSinceAtMs: longAgo
  }
}

/** Follows one phase to what it shows now, reporting what was cut short; true when its green began. */
export function followPhase(
  watched: WatchedPhase,
  display: Display | undefined,
  atMs: number,
  report: Report
): boolean {
  const { phase, aspect: before, sinceAtMs } = watched
  if (display === undefined) {
    report('phase-not-seen', `phase ${phase} shows nothing`)
    return false
  }
  const aspect = aspectOf.get(display)
  if (aspect === undefined) {
    report('unknown-display', `phase ${phase} shows "${display}"`)
    return false
  }
  if (aspect === before) return false
  watched.aspect = aspect
  if (before === undefined) return aspect === 'green'
  if (aspect !== 'off') checkChange(watched, before, aspect, atMs - sinceAtMs, report)
  watched.sinceAtMs = atMs
  if (before === 'green') watched.greenEndedAtMs = atMs
  if (aspect === 'red') watched.redSinceAtMs = atMs
  return aspect === 'green'
}

function checkChange(watched: WatchedPhase, before: Aspect, aspect: Aspect, ranMs: number, report: Report): void {
  const { phase, minimumGreenMs, changeMs } = watched
  if (before === 'green' && ranMs < minimumGreenMs) {
    report('green-too-short', `phase ${phase} was green for ${ranMs} ms, at least ${minimumGreenMs} ms`)
  }
  if (before === 'green' && aspect === 'red' && changeMs > 0) {
    report('yellow-missing', `phase ${phase} went from green to red`)
  }
  if (before === 'yellow' && ranMs < changeMs) {
    report('yellow-too-short', `phase ${phase} was yellow for ${ranMs} ms, at least ${changeMs} ms`)
  }
  if ((aspect === 'green' && before !== 'red') || (aspect === 'yellow' && before !== 'green')) {
    report('wrong-sequence', `phase ${phase} went from ${before} to ${aspect}`)
  }
}
