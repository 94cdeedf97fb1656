import { formatDelay } from '../lab/group.ts'
import { geometricMean } from '../statistics.ts'
import { formatTable } from '../table.ts'
import type { ScenarioResult } from './play-scenarios.ts'
import { scenarios } from './scenarios.ts'

/** Whether a scenario is where it should be: below its bar, no jam, every run played, references too, every light safe. */
export const meetsBar = (result: ScenarioResult): boolean =>
  isBelowBar(result) &&
  [result.jammedSeeds, result.failed, result.failedReferences].every(({ length }) => length === 0) &&
  result.violations + result.plansRejected === 0

/** Without a bar every delay will do; none at all, or that of nobody, will not. */
const isBelowBar = ({ runs, barSeconds = Number.POSITIVE_INFINITY, delaySeconds: { mean } }: ScenarioResult): boolean =>
  runs > 0 && mean > 0 && barSeconds !== 'not measured' && mean <= barSeconds

const head = [
  'scenario',
  'runs',
  'delay s',
  'bar',
  'jams',
  'fixed',
  'best published',
  '[episode]',
  'ratio',
  'plan ms p99',
  'max',
  ''
]

/** Ours beside the published figures, one line for each scenario. */
export function formatRescoReport(results: readonly ScenarioResult[]): string {
  const rows = results.map(group => {
    const known = scenarios[group.name]
    return [
      group.name,
      group.failed.length === 0 ? `${group.runs}` : `${group.runs} of ${group.runs + group.failed.length}`,
      formatDelay(group, 2),
      formatBar(group),
      `${group.jammedSeeds.length}`,
      known?.fixedSeconds?.toFixed(1) ?? '–',
      known?.bestSeconds.toFixed(1) ?? '–',
      known === undefined ? '–' : `[${known.bestEpisodeSeconds.toFixed(1)}]`,
      known === undefined || group.runs === 0 ? '–' : (group.delaySeconds.mean / known.bestSeconds).toFixed(2),
      group.planP99Ms.toFixed(1),
      group.planMaxMs.toFixed(1),
      meetsBar(group) ? 'ok' : 'MISSED'
    ]
  })
  const ratios = results.flatMap(({ name, delaySeconds: { mean } }) =>
    scenarios[name] === undefined || !(mean > 0) ? [] : [mean / scenarios[name].bestSeconds]
  )
  return [
    formatTable([head, ...rows]),
    ratios.length === 0
      ? ''
      : `geometric mean of the ratios to the best published: ${geometricMean(ratios).toFixed(3)}`,
    ...results.flatMap(complaintsOf)
  ]
    .filter(line => line !== '')
    .join('\n')
}

const formatBar = ({ barSeconds }: ScenarioResult): string =>
  typeof barSeconds === 'number' ? barSeconds.toFixed(1) : (barSeconds ?? '–')

const complaintsOf = ({
  name,
  jammedSeeds,
  failed,
  failedReferences,
  jammedReferences,
  violations,
  plansRejected
}: ScenarioResult): readonly string[] => [
  ...[...failed, ...failedReferences].map(why => `failed: ${why}`),
  ...jammedReferences,
  ...(jammedSeeds.length > 0 ? [`${name}: jam with seed ${jammedSeeds.join(', ')}`] : []),
  ...(violations > 0 ? [`${name}: ${violations} unsafe displays`] : []),
  ...(plansRejected > 0 ? [`${name}: ${plansRejected} plans rejected`] : [])
]
