import { formatTable } from '../table.ts'
import { bars, type Comparison, type FamilySummary, meetsBars, type Played } from './compare.ts'
import type { Features } from './features.ts'

const delayOf = (played: Played | undefined): string =>
  played === undefined ? '–' : `${played.delaySeconds.toFixed(1)}${played.jams > 0 ? '*' : ''}`

/** One line for each case, the worst ratio first, then what they add up to. A star marks a jam. */
export function formatFamilyReport(
  comparisons: readonly Comparison[],
  summary: FamilySummary,
  featuresOf: (name: string) => Features | undefined
): string {
  const controllers = summary.against.map(({ controller }) => controller)
  const head = ['case', 'signals', 'plans', 'demand', 'v/c', 'selaras', ...controllers, 'best peer', 'ratio', '']
  const rows = [...comparisons]
    .sort((a, b) => b.ratio - a.ratio)
    .map(({ name, own, peers, best, ratio, jamsAlone }) => {
      const features = featuresOf(name)
      return [
        name,
        features === undefined ? '–' : `${features.rows * features.columns}`,
        features === undefined ? '–' : `${features.rowPlan}/${features.columnPlan}`,
        features?.demand ?? '–',
        features?.volumeToCapacity.toFixed(2) ?? '–',
        delayOf(own),
        ...controllers.map(controller => delayOf(peers[controller])),
        best,
        ratio.toFixed(2),
        jamsAlone ? 'JAMS ALONE' : ratio < 1 ? '' : 'above'
      ]
    })
  return [
    formatTable([head, ...rows]),
    '',
    formatTable([
      ['against', 'geometric mean ratio', 'cases that jam'],
      ['selaras', '', `${summary.ownJams}`],
      ...summary.against.map(({ controller, ratio, jams }) => [controller, ratio.toFixed(3), `${jams}`])
    ]),
    '',
    `below the best peer of the case: ${percent(summary.belowBestShare)} of ${summary.cases} cases (bar ${percent(bars.belowBestShare)})`,
    `geometric mean ratio to the best peer of the case: ${summary.ratioToBest.toFixed(3)} (bar ${bars.ratioToBest})`,
    `jams where fixed time does not jam: ${summary.jamsAlone ?? 'not measured'} (bar ${bars.jamsAlone})`,
    verdictOf(summary)
  ].join('\n')
}

function verdictOf(summary: FamilySummary): string {
  const { cases } = summary
  if (cases < bars.cases) return `${cases} cases, the bars ask for ${bars.cases} at least: none is claimed`
  return `${cases} cases, the bars ask for ${bars.cases} at least: ${meetsBars(summary) ? 'all bars are met' : 'MISSED'}`
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
