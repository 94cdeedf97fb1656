import type { ControllerName, RunSettings } from './run-options.ts'

/** The same settings for another controller, without what only our planner takes: all others decide at their own times. */
export function settingsUnder(settings: RunSettings, controller: ControllerName): RunSettings {
  if (controller === 'selaras') return settings
  const { coarseness: _, ...rest } = settings
  return { ...rest, controller }
}
