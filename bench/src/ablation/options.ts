import { labOptionNames, labUsage } from '../lab/lab-options.ts'
import { createOptionReader, type OptionReader } from '../option-reader.ts'
import { plannerSettingNames, plannerSettingsUsage, readSettings } from '../run/read-settings.ts'
import type { RunSettings } from '../run/run-options.ts'

export const usage = `npm run bench:ablation -- --scenarios DIR [--seeds 1-3]
  ${plannerSettingsUsage}
  ${labUsage} [--json FILE]`

export interface AblationOptions {
  readonly scenarios: string
  readonly seeds: readonly number[]
  readonly settings: RunSettings
  readonly json: string | undefined
  readonly reader: OptionReader
}

export function readAblationOptions(args: readonly string[]): AblationOptions {
  const reader = createOptionReader(args, ['scenarios', 'seeds', 'json', ...plannerSettingNames, ...labOptionNames])
  return {
    scenarios: reader.text('scenarios'),
    seeds: reader.wholes('seeds', '1-3'),
    settings: readSettings(reader),
    json: reader.find('json'),
    reader
  }
}
