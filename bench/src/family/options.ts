import { labOptionNames, labUsage } from '../lab/lab-options.ts'
import { createOptionReader, type OptionReader } from '../option-reader.ts'
import { plannerSettingNames, plannerSettingsUsage, readSettings } from '../run/read-settings.ts'
import { type ControllerName, controllerNames, type RunSettings } from '../run/run-options.ts'
import { UsageError } from '../usage-error.ts'

export const usage = `npm run bench:family -- --cases DIR [--seeds 1] [--peers ${controllerNames.slice(1).join(',')}]
  ${plannerSettingsUsage}
  ${labUsage} [--json FILE]`

export interface FamilyOptions {
  readonly cases: string
  readonly seeds: readonly number[]
  readonly peers: readonly ControllerName[]
  /** Of our planner, and as far as they concern them of the peers. */
  readonly settings: RunSettings
  readonly json: string | undefined
  readonly reader: OptionReader
}

export function readFamilyOptions(args: readonly string[]): FamilyOptions {
  const reader = createOptionReader(args, [
    'cases',
    'seeds',
    'peers',
    'json',
    ...plannerSettingNames,
    ...labOptionNames
  ])
  return {
    cases: reader.text('cases'),
    seeds: reader.wholes('seeds', '1'),
    peers: readPeers(reader.find('peers')),
    settings: readSettings(reader),
    json: reader.find('json'),
    reader
  }
}

function readPeers(text: string | undefined): readonly ControllerName[] {
  const known = controllerNames.filter(name => name !== 'selaras')
  if (text === undefined) return known
  return [...new Set(text.split(','))].map(name => {
    const found = known.find(entry => entry === name)
    if (found === undefined) throw new UsageError(`--peers: expected some of ${known.join(', ')}, received "${name}"`)
    return found
  })
}
