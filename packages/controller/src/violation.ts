export const violationKinds = [
  'conflicting-greens',
  'clearance-cut',
  'green-too-short',
  'yellow-missing',
  'yellow-too-short',
  'wrong-sequence',
  'unknown-phase',
  'unknown-display',
  'phase-not-seen'
] as const

/** Something that must never be displayed. */
export interface Violation {
  readonly kind: (typeof violationKinds)[number]
  readonly intersectionId: string
  readonly atMs: number
  readonly text: string
}

/** Takes note of a violation. */
export type Report = (kind: Violation['kind'], text: string) => void
