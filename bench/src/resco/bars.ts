import type { ControllerName, RunSettings, SensorKind } from '../run/run-options.ts'
import { scenarios } from './scenarios.ts'

/** A run to compare ours with: ours may have at most this share of its delay. */
export interface Reference {
  readonly settings: RunSettings
  readonly share: number
}

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

/** What has to be played as well to know the bar of the planner under these settings. */
export function referencesOf(settings: RunSettings): readonly Reference[] {
  if (settings.controller !== 'selaras') return []
  const share = shareOfExact[settings.sensors]
  return [
    ...(Number.isFinite(share) ? [{ settings: { ...settings, ...perfect }, share }] : []),
    ...(settings.scale === 1
      ? []
      : conventional.map(controller => ({ settings: { ...settings, controller }, share: shareOfConventional })))
  ]
}

/**
 * Highest mean delay that a scenario may have, s; undefined when nothing was promised.
 *
 * @param referenceSeconds mean delay of each of the references, in their order.
 */
export function barOf(name: string, settings: RunSettings, referenceSeconds: readonly number[]): number | undefined {
  const references = referencesOf(settings)
  if (references.length > 0) return Math.min(...references.map(({ share }, index) => share * referenceSeconds[index]!))
  const { missedShare, falseShare, latencySeconds, silentDetectors, scale } = settings
  const isPublished = missedShare + falseShare + latencySeconds + silentDetectors === 0 && scale === 1
  return isPublished ? scenarios[name]?.barSeconds : undefined
}
