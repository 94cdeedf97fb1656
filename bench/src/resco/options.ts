import { labOptionNames, labUsage } from '../lab/lab-options.ts'
import { createOptionReader, type OptionReader } from '../option-reader.ts'
import { readSettings, settingNames, settingsUsage } from '../run/read-settings.ts'
import type { RunSettings } from '../run/run-options.ts'

export const usage = `npm run bench:resco -- --scenarios DIR [--seeds 1-10]
  ${settingsUsage}
  ${labUsage} [--json FILE]`

export interface RescoOptions {
  readonly scenarios: string
  readonly seeds: readonly number[]
  readonly settings: RunSettings
  readonly json: string | undefined
  readonly reader: OptionReader
}

export function readRescoOptions(args: readonly string[]): RescoOptions {
  const reader = createOptionReader(args, ['scenarios', 'seeds', 'json', ...settingNames, ...labOptionNames])
  return {
    scenarios: reader.text('scenarios'),
    seeds: reader.wholes('seeds', '1-10'),
    settings: readSettings(reader),
    json: reader.find('json'),
    reader
  }
}
