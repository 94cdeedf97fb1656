import type { OptionReader } from '../option-reader.ts'
import { readParameters } from './parameters.ts'
import { readPeerSettings } from './read-peer-settings.ts'
import { controllerNames, type RunSettings } from './run-options.ts'

export const settingNames = [
  'controller',
  'parameters',
  'set',
  'scale',
  'min-green',
  'zone-metres',
  'latency',
  'budget'
] as const

export const settingsUsage = `[--controller ${controllerNames.join('|')}] [--parameters FILE.json|name=value,…]
  [--set name=value,…] [--scale 0.6..1.2] [--min-green 5] [--zone-metres 25] [--latency S] [--budget MS|none]`

/** The settings of a run from the command line; the protocol's where it says nothing. */
export function readSettings(options: OptionReader): RunSettings {
  const controller = options.oneOf('controller', controllerNames, 'selaras')
  return {
    controller,
    parameters: readParameters(options.find('parameters')),
    peerSettings: readPeerSettings(options.find('set'), controller),
    scale: options.number('scale', 1, 0.05, 2),
    minimumGreenSeconds: options.number('min-green', 5, 1, 60),
    zoneMetres: options.number('zone-metres', 25, 5, 50),
    latencySeconds: options.whole('latency', 0, 0, 10),
    planBudgetMs: options.find('budget') === 'none' ? null : options.number('budget', 50, 0.1, 10_000)
  }
}
