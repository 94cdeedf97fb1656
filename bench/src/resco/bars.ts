import type { ControllerName, RunSettings } from '../run/run-options.ts'
import { scenarios } from './scenarios.ts'

/** A run to compare ours with: ours may have at most this share of its delay. */
export interface Reference {
  readonly settings: RunSettings
  readonly share: number
}

/** At another demand than the published one we have to stay this far below fixed time and SUMO's actuated control. */
const shareOfConventional = 0.75
const conventional: readonly ControllerName[] = ['fixed', 'actuated']

/** What has to be played as well to know the bar of the planner under these settings. */
export function referencesOf(settings: RunSettings): readonly Reference[] {
  if (settings.controller !== 'selaras' || settings.scale === 1) return []
  return conventional.map(controller => ({ settings: { ...settings, controller }, share: shareOfConventional }))
}

/**
 * Highest mean delay that a scenario may have, s; undefined when nothing was promised.
 *
 * @param referenceSeconds mean delay of each of the references, in their order.
 */
export function barOf(name: string, settings: RunSettings, referenceSeconds: readonly number[]): number | undefined {
  const references = referencesOf(settings)
  if (references.length === 0) return settings.scale === 1 ? scenarios[name]?.barSeconds : undefined
  return Math.min(...references.map(({ share }, index) => share * referenceSeconds[index]!))
}
