import { formatEstimate, type Group } from '../lab/group.ts'
import { geometricMean } from '../statistics.ts'
import { formatTable } from '../table.ts'
import { scenarios } from './scenarios.ts'

/** Whether a scenario is where it should be: below its bar, no jam, every run played, every light safe. */
export const meetsBar = ({ name, delaySeconds, jammedSeeds, failed, violations, plansRejected }: Group): boolean =>
  delaySeconds.mean <= (scenarios[name]?.barSeconds ?? Number.POSITIVE_INFINITY) &&
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
export function formatRescoReport(groups: readonly Group[]): string {
  const rows = groups.map(group => {
    const known = scenarios[group.name]
    return [
      group.name,
      `${group.runs}`,
      formatEstimate(group.delaySeconds),
      known?.barSeconds?.toFixed(1) ?? '–',
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
  const ratios = groups.flatMap(({ name, delaySeconds: { mean } }) =>
    scenarios[name] === undefined || mean <= 0 ? [] : [mean / scenarios[name].bestSeconds]
  )
  return [
    formatTable([head, ...rows]),
    ratios.length === 0
      ? ''
      : `geometric mean of the ratios to the best published: ${geometricMean(ratios).toFixed(3)}`,
    ...groups.flatMap(complaintsOf)
  ]
    .filter(line => line !== '')
    .join('\n')
}

const complaintsOf = ({ name, jammedSeeds, failed, violations, plansRejected }: Group): readonly string[] => [
  ...failed,
  ...(jammedSeeds.length > 0 ? [`${name}: jam with seed ${jammedSeeds.join(', ')}`] : []),
  ...(violations > 0 ? [`${name}: ${violations} unsafe displays`] : []),
  ...(plansRejected > 0 ? [`${name}: ${plansRejected} plans rejected`] : [])
]
