import type { Corridor, Display, Intersection } from '@selaras/shared'

export const violationKinds = [
  'conflicting-greens',
  'clearance-cut',
  'green-too-short',
  'yellow-missing',
  'yellow-too-short',
  'unknown-phase',
  'phase-not-seen'
] as const

/** Something that must never be displayed. */
export interface Violation {
  readonly kind: (typeof violationKinds)[number]
  readonly intersectionId: string
  readonly atMs: number
  readonly text: string
}

interface Watched {
  readonly minimumGreenMs: number
  readonly changeMs: number
  readonly redClearanceMs: number
  display: Display | undefined
  /** Start of the running green or yellow; undefined for one that ran before the watch began. */
  sinceMs: number | undefined
  greenEndedMs: number
}

/** A conflict monitor of one intersection: it knows nothing of stages and plans, only of what the lamps show. */
export interface Monitor {
  readonly intersectionId: string
  readonly watched: Map<number, Watched>
  readonly exclusive: readonly (readonly [number, number])[]
  readonly yielding: readonly (readonly [number, number])[]
}

/**
 * Creates a monitor with tables of its own, as the programming card of a NEMA TS 2 MMU is independent of the controller.
 *
 * @param limits in the field a yellow shorter than 3 s is a violation whatever the configuration says.
 */
export function createMonitor(intersection: Intersection, limits: Corridor['limits']): Monitor {
  const shortestYellowMs = limits === 'field' ? 3000 : 0
  const pairs = (wanted: string) =>
    intersection.conflicts.filter(({ kind }) => kind === wanted).map(entry => entry.phases)
  return {
    intersectionId: intersection.intersectionId,
    watched: new Map(
      intersection.phases.map(phase => {
        const pedestrian = phase.kind === 'pedestrian'
        const changeMs = 1000 * (pedestrian ? (phase.pedestrianClearanceSeconds ?? 0) : phase.yellowSeconds)
        const state: Watched = {
          minimumGreenMs: phase.minimumGreenSeconds * 1000,
          changeMs: pedestrian ? changeMs : Math.max(changeMs, shortestYellowMs),
          redClearanceMs: phase.redClearanceSeconds * 1000,
          display: undefined,
          sinceMs: undefined,
          greenEndedMs: Number.NEGATIVE_INFINITY
        }
        return [phase.phase, state]
      })
    ),
    exclusive: pairs('exclusive'),
    yielding: pairs('permissive')
  }
}

const hasGreen = (display: Display | undefined): boolean => display === 'protected' || display === 'permissive'
const mayEnter = (display: Display | undefined): boolean => hasGreen(display) || display === 'yellow'

/** Judges what the lamps show from `atMs` on, against what they showed before. */
export function observeDisplays(
  monitor: Monitor,
  atMs: number,
  displays: ReadonlyMap<number, Display>
): readonly Violation[] {
  const found: Violation[] = []
  const report = (kind: Violation['kind'], text: string) =>
    found.push({ kind, intersectionId: monitor.intersectionId, atMs, text: `${monitor.intersectionId}: ${text}` })
  for (const phase of displays.keys()) {
    if (!monitor.watched.has(phase)) report('unknown-phase', `phase ${phase} is not configured`)
  }
  const started: number[] = []
  for (const [phase, watched] of monitor.watched) {
    const display = displays.get(phase)
    if (display === undefined) report('phase-not-seen', `phase ${phase} shows nothing`)
    else if (follow(watched, phase, display, atMs, report)) started.push(phase)
  }
  for (const [a, b] of monitor.exclusive) {
    const [first, second] = [displays.get(a), displays.get(b)]
    if (mayEnter(first) && mayEnter(second) && (hasGreen(first) || hasGreen(second))) {
      report('conflicting-greens', `phases ${a} (${first}) and ${b} (${second})`)
    }
    checkClearance(monitor, started, a, b, atMs, report)
    checkClearance(monitor, started, b, a, atMs, report)
  }
  for (const [a, b] of monitor.yielding) {
    if (displays.get(a) === 'protected' && displays.get(b) === 'protected') {
      report('conflicting-greens', `phases ${a} and ${b} are both protected`)
    }
  }
  return found
}

type Report = (kind: Violation['kind'], text: string) => void

/** Follows one phase; true when its green began. */
function follow(watched: Watched, phase: number, display: Display, atMs: number, report: Report): boolean {
  const before = watched.display
  watched.display = display
  if (before === undefined) return false
  const [was, is] = [hasGreen(before), hasGreen(display)]
  const ranMs = watched.sinceMs === undefined ? Number.POSITIVE_INFINITY : atMs - watched.sinceMs
  const flashes = display === 'flashing' || display === 'dark'
  if (was && !is && !flashes) {
    watched.greenEndedMs = atMs
    if (ranMs < watched.minimumGreenMs) {
      report('green-too-short', `phase ${phase} was green for ${ranMs} ms, minimum ${watched.minimumGreenMs} ms`)
    }
    if (display !== 'yellow' && watched.changeMs > 0)
      report('yellow-missing', `phase ${phase} went from green to ${display}`)
  }
  if (before === 'yellow' && display !== 'yellow' && !flashes && ranMs < watched.changeMs) {
    report('yellow-too-short', `phase ${phase} was yellow for ${ranMs} ms, at least ${watched.changeMs} ms`)
  }
  if (was !== is || (display === 'yellow') !== (before === 'yellow')) watched.sinceMs = atMs
  return is && !was
}

function checkClearance(
  { watched }: Monitor,
  started: readonly number[],
  gaining: number,
  losing: number,
  atMs: number,
  report: Report
): void {
  const lost = watched.get(losing)
  if (lost === undefined || !started.includes(gaining)) return
  const requiredMs = lost.changeMs + lost.redClearanceMs
  const clearedMs = atMs - lost.greenEndedMs
  if (clearedMs < requiredMs) {
    report(
      'clearance-cut',
      `phase ${gaining} started ${clearedMs} ms after phase ${losing} ended, at least ${requiredMs} ms`
    )
  }
}
