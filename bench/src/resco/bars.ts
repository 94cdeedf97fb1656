import type { ControllerName, RunSettings, SensorKind } from '../run/run-options.ts'
import { settingsUnder } from '../run/settings-under.ts'
import { scenarios } from './scenarios.ts'

/** Runs to compare ours with. */
export interface Reference {
  readonly kind: 'exact sensors' | 'conventional control'
  readonly settings: RunSettings
  /** Ours may have at most this share of its delay. */
  readonly share: number
}

/** What came of a reference. */
export interface ReferenceDelay {
  /** Mean over the seeds, or over those that did not jam where that is lower, s; undefined when one failed. */
  readonly seconds: number | undefined
  readonly jams: number
}

/** Highest mean delay, s; undefined when nothing was promised. */
export type Bar = number | 'not measured' | undefined

/** At another demand than the published one we have to stay this far below fixed time and SUMO's actuated control. */
const shareOfConventional = 0.75
const conventional: readonly ControllerName[] = ['fixed', 'actuated']
/** What other sensors may cost against exact ones, as the settings name them. */
const shareOfExact: Readonly<Record<SensorKind, number>> = { exact: Number.POSITIVE_INFINITY, zones: 1.1, loops: 1.25 }
const perfect = {
  sensors: 'exact',
  zoneMetres: 25,
  missedShare: 0,
  falseShare: 0,
  latencySeconds: 0,
  silentDetectors: 0
} as const
/** The protocol under which the published controllers were measured, s. */
const published = { decisionGridSeconds: 10, minimumGreenSeconds: 7 }

/** What has to be played as well to know the bar of the planner under these settings. */
export function referencesOf(settings: RunSettings): readonly Reference[] {
  if (settings.controller !== 'selaras') return []
  const share = shareOfExact[settings.sensors]
  return [
    ...(Number.isFinite(share)
      ? [{ kind: 'exact sensors', settings: { ...settings, ...perfect }, share } as const]
      : []),
    ...(settings.scale === 1
      ? []
      : conventional.map(controller => ({
          kind: 'conventional control' as const,
          settings: settingsUnder(settings, controller),
          share: shareOfConventional
        })))
  ]
}

/**
 * Highest mean delay that a scenario may have.
 *
 * A jam of a reference never raises it: exact sensors that jam give way to their own bar, conventional control counts
 * with the lower of its means, over all seeds and over those that it does not jam.
 *
 * @param delays of each of the references, in their order.
 */
export function barOf(name: string, settings: RunSettings, delays: readonly ReferenceDelay[]): Bar {
  const references = referencesOf(settings)
  if (references.length === 0) return promisedBar(name, settings)
  const kinds = Map.groupBy(references.entries(), ([, { kind }]) => kind)
  const bars = [...kinds.values()].map(members =>
    lowest(members.map(([index, reference]) => barFrom(name, reference, delays[index]!)))
  )
  return bars.some(bar => bar === undefined) ? 'not measured' : lowest(bars)
}

function barFrom(name: string, { kind, settings, share }: Reference, { seconds, jams }: ReferenceDelay) {
  if (seconds === undefined) return undefined
  return kind === 'exact sensors' && jams > 0 ? promisedBar(name, settings) : share * seconds
}

/** The lowest that is known. */
function lowest(bars: readonly (number | undefined)[]): number | undefined {
  const known = bars.filter(bar => bar !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

/** At the published demand with perfect detections: ours, and with the published protocol the best published figure. */
function promisedBar(name: string, settings: RunSettings): number | undefined {
  const { missedShare, falseShare, latencySeconds, silentDetectors, scale, coarseness, minimumGreenSeconds } = settings
  if (missedShare + falseShare + latencySeconds + silentDetectors > 0 || scale !== 1) return undefined
  if (coarseness === undefined) return scenarios[name]?.barSeconds
  const { decisionGridSeconds, minimumUpdateSeconds } = coarseness
  const isPublished =
    decisionGridSeconds === published.decisionGridSeconds &&
    minimumUpdateSeconds === undefined &&
    minimumGreenSeconds === published.minimumGreenSeconds
  return isPublished ? scenarios[name]?.bestSeconds : undefined
}
