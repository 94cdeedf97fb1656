import type { Corridor, Display, Intersection } from '@selaras/shared'
import type { Report, Violation } from './violation.ts'
import { createWatchedPhase, followPhase, isRed, showsGreen, type WatchedPhase } from './watched-phase.ts'

/** A conflict monitor of one intersection: it knows nothing of stages and plans, only of what the lamps show. */
export interface Monitor {
  readonly intersectionId: string
  readonly watched: ReadonlyMap<number, WatchedPhase>
  readonly exclusive: readonly (readonly [number, number])[]
  readonly yielding: readonly (readonly [number, number])[]
}

/**
 * Creates a monitor with tables of its own, as the programming card of a NEMA TS 2 MMU is independent of the
 * controller. Nothing is held against what was displayed before its first observation.
 *
 * @param limits in the field a yellow shorter than 3 s is a violation whatever the configuration says.
 */
export function createMonitor(intersection: Intersection, limits: Corridor['limits']): Monitor {
  const pairs = (wanted: string) =>
    intersection.conflicts.filter(({ kind }) => kind === wanted).map(({ phases }) => phases)
  return {
    intersectionId: intersection.intersectionId,
    watched: new Map(intersection.phases.map(phase => [phase.phase, createWatchedPhase(phase, limits)])),
    exclusive: pairs('exclusive'),
    yielding: pairs('permissive')
  }
}

/** Judges what the lamps show from `atMs` on, against the conflict matrix and what they showed before. */
export function observeDisplays(
  monitor: Monitor,
  atMs: number,
  displays: ReadonlyMap<number, Display>
): readonly Violation[] {
  const { intersectionId, watched } = monitor
  const found: Violation[] = []
  const report: Report = (kind, text) => found.push({ kind, intersectionId, atMs, text: `${intersectionId}: ${text}` })
  for (const phase of displays.keys()) {
    if (!watched.has(phase)) report('unknown-phase', `phase ${phase} is not configured`)
  }
  const started: number[] = []
  for (const phase of watched.values()) {
    if (followPhase(phase, displays.get(phase.phase), atMs, report)) started.push(phase.phase)
  }
  for (const [a, b] of monitor.exclusive) {
    checkExclusive(a, displays.get(a), b, displays.get(b), report)
    if (started.includes(a)) checkClearance(watched.get(b), a, atMs, report)
    if (started.includes(b)) checkClearance(watched.get(a), b, atMs, report)
  }
  for (const [a, b] of monitor.yielding) {
    if (displays.get(a) === 'protected' && displays.get(b) === 'protected') {
      report('conflicting-greens', `phases ${a} and ${b} are both protected`)
    }
  }
  return found
}

/** A whitelist: beside green, an exclusive phase shows red and nothing else. */
function checkExclusive(a: number, first: Display | undefined, b: number, second: Display | undefined, report: Report) {
  if ((showsGreen(first) && !isRed(second)) || (showsGreen(second) && !isRed(first))) {
    report('conflicting-greens', `phases ${a} (${first ?? 'nothing'}) and ${b} (${second ?? 'nothing'})`)
  }
}

function checkClearance(lost: WatchedPhase | undefined, gaining: number, atMs: number, report: Report): void {
  if (lost === undefined) return
  const clearedMs = atMs - lost.greenEndedAtMs
  const requiredMs = lost.changeMs + lost.redClearanceMs
  const redMs = atMs - lost.redSinceAtMs
  if (clearedMs < requiredMs) {
    const text = `phase ${gaining} started ${clearedMs} ms after green of phase ${lost.phase}, at least ${requiredMs} ms`
    report('clearance-cut', text)
  } else if (redMs < lost.redClearanceMs) {
    const text = `phase ${gaining} started ${redMs} ms after red of phase ${lost.phase}, at least ${lost.redClearanceMs} ms`
    report('clearance-cut', text)
  }
}
