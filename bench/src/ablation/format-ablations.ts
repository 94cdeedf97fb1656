import { formatDelay, type Group } from '../lab/group.ts'
import { geometricMean } from '../statistics.ts'
import type { AblationRow } from './play-ablations.ts'

/** A Markdown table: mean delay by case, and the geometric mean of the ratios to the first row. */
export function formatAblations(rows: readonly AblationRow[]): string {
  const whole = rows[0]!.groups
  const lines = rows.map(({ name, groups }) => {
    const ratios = groups.map(({ delaySeconds }, index) => delaySeconds.mean / whole[index]!.delaySeconds.mean)
    const ratio = geometricMean(ratios)
    return [name, ...groups.map(cellOf), Number.isFinite(ratio) ? ratio.toFixed(3) : '–']
  })
  const head = ['variant', ...whole.map(({ name }) => `${name}, s`), 'ratio']
  return [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...lines]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function cellOf(group: Group): string {
  const { jammedSeeds, failed } = group
  const remarks = [
    ...(jammedSeeds.length > 0 ? [`${jammedSeeds.length} jam${jammedSeeds.length > 1 ? 's' : ''}`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : [])
  ]
  return [formatDelay(group, 1), ...remarks].join(', ')
}
