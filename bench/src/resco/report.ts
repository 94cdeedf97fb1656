import { formatEstimate, geometricMean } from '../statistics.ts'
import { formatTable } from '../table.ts'
import type { ScenarioResult } from './play-scenarios.ts'
import { scenarios } from './scenarios.ts'

/** Whether a scenario is where it should be: below its bar, no jam, every run played, every light safe. */
export const meetsBar = ({
  barSeconds,
  delaySeconds,
  jammedSeeds,
  failed,
  violations,
  plansRejected
}: ScenarioResult): boolean =>
  delaySeconds.mean <= (barSeconds ?? Number.POSITIVE_INFINITY) &&
  jammedSeeds.length + failed.length + violations + plansRejected === 0

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
      `${group.runs}`,
      formatEstimate(group.delaySeconds, 2),
      group.barSeconds?.toFixed(1) ?? '–',
      `${group.jammedSeeds.length}`,
      known?.fixedSeconds?.toFixed(1) ?? '–',
      known?.bestSeconds.toFixed(1) ?? '–',
      known === undefined ? '–' : `[${known.bestEpisodeSeconds.toFixed(1)}]`,
      known === undefined ? '–' : (group.delaySeconds.mean / known.bestSeconds).toFixed(2),
      group.planP99Ms.toFixed(1),
      group.planMaxMs.toFixed(1),
      meetsBar(group) ? 'ok' : 'MISSED'
    ]
  })
  const ratios = results.flatMap(({ name, delaySeconds: { mean } }) =>
    scenarios[name] === undefined || mean <= 0 ? [] : [mean / scenarios[name].bestSeconds]
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

const complaintsOf = ({ name, jammedSeeds, failed, violations, plansRejected }: ScenarioResult): readonly string[] => [
  ...failed,
  ...(jammedSeeds.length > 0 ? [`${name}: jam with seed ${jammedSeeds.join(', ')}`] : []),
  ...(violations > 0 ? [`${name}: ${violations} unsafe displays`] : []),
  ...(plansRejected > 0 ? [`${name}: ${plansRejected} plans rejected`] : [])
]
