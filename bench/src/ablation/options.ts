import { labOptionNames, labUsage } from '../lab/lab-options.ts'
import { createOptionReader, type OptionReader } from '../option-reader.ts'
import { readSettings, settingNames, settingsUsage } from '../run/read-settings.ts'
import type { RunSettings } from '../run/run-options.ts'
import { UsageError } from '../usage-error.ts'

export const usage = `npm run bench:ablation -- --scenarios DIR [--seeds 1-3]
  ${settingsUsage}
  ${labUsage} [--json FILE]`

export interface AblationOptions {
  readonly scenarios: string
  readonly seeds: readonly number[]
  readonly settings: RunSettings
  readonly json: string | undefined
  readonly reader: OptionReader
}

export function readAblationOptions(args: readonly string[]): AblationOptions {
  const reader = createOptionReader(args, ['scenarios', 'seeds', 'json', ...settingNames, ...labOptionNames])
  const settings = readSettings(reader)
  if (settings.controller !== 'selaras') {
    throw new UsageError(`--controller: expected selaras, whose ideas these are, received "${settings.controller}"`)
  }
  return {
    scenarios: reader.text('scenarios'),
    seeds: reader.wholes('seeds', '1-3'),
    settings,
    json: reader.find('json'),
    reader
  }
}
