import type { OptionReader } from '../option-reader.ts'
import { UsageError } from '../usage-error.ts'
import { readParameters } from './parameters.ts'
import { readPeerSettings } from './read-peer-settings.ts'
import { type ControllerName, controllerNames, type RunSettings, sensorKinds } from './run-options.ts'

/** What our planner may be told. */
export const plannerSettingNames = [
  'parameters',
  'scale',
  'min-green',
  'decision-grid',
  'minimum-update',
  'zone-metres',
  'sensors',
  'missed',
  'false',
  'latency',
  'silent',
  'budget'
] as const
export const settingNames = ['controller', 'set', ...plannerSettingNames] as const

/** Of the published demand. */
const scales = { least: 0.05, most: 2 }

export const plannerSettingsUsage = `[--parameters FILE.json|name=value,…] [--scale ${scales.least}..${scales.most}]
  [--min-green 5] [--decision-grid SECONDS] [--minimum-update SECONDS] [--budget MS|none]
  [--sensors ${sensorKinds.join('|')}] [--zone-metres M] [--missed P] [--false P] [--latency S] [--silent N]`
export const settingsUsage = `[--controller ${controllerNames.join('|')}] [--set name=value,…]
  ${plannerSettingsUsage}`

/** The settings of a run from the command line; the protocol's where it says nothing. */
export function readSettings(options: OptionReader): RunSettings {
  const controller = options.oneOf('controller', controllerNames, 'selaras')
  const sensors = options.oneOf('sensors', sensorKinds, 'exact')
  return {
    controller,
    parameters: readParameters(options.find('parameters')),
    peerSettings: readPeerSettings(options.find('set'), controller),
    scale: options.number('scale', 1, scales.least, scales.most),
    ...readCoarseness(options, controller),
    minimumGreenSeconds: options.number('min-green', 5, 1, 60),
    sensors,
    zoneMetres: options.number('zone-metres', sensors === 'exact' ? 25 : 50, 5, 50),
    missedShare: options.number('missed', 0, 0, 1),
    falseShare: options.number('false', 0, 0, 1),
    latencySeconds: options.whole('latency', 0, 0, 10),
    silentDetectors: options.whole('silent', 0, 0, 1024),
    planBudgetMs: options.find('budget') === 'none' ? null : options.number('budget', 50, 0.1, 10_000)
  }
}

/** What a coarse controller asks for. Baselines have a grid of their own, peers decide each second. */
function readCoarseness(options: OptionReader, controller: ControllerName): Pick<RunSettings, 'coarseness'> {
  const coarseness = {
    ...(options.find('decision-grid') !== undefined && {
      decisionGridSeconds: options.whole('decision-grid', 10, 1, 60)
    }),
    ...(options.find('minimum-update') !== undefined && {
      minimumUpdateSeconds: options.whole('minimum-update', 5, 1, 20)
    })
  }
  if (Object.keys(coarseness).length === 0) return {}
  if (controller !== 'selaras') throw new UsageError('--decision-grid, --minimum-update: expected --controller selaras')
  return { coarseness }
}
