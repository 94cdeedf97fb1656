import { colourOf } from '../picture/draw-intersection.ts'
import { createScale, drawing, label, line, polyline } from '../picture/svg.ts'
import { type BudgetCurve, lossOf, nameShare } from './budget-curve.ts'

const width = 800
const height = 420
const left = 70
const right = 190
const levelStep = 0.02

/** Added delay over the budgets, side by side from the smallest to none. */
export function drawBudgets(curves: readonly BudgetCurve[]): string {
  const runs = curves.map(curve => curve.points.map((point, index) => [index, lossOf(curve, point)] as const))
  const shares = curves[0]?.points.map(point => point.share) ?? []
  const losses = runs.flat().map(([, loss]) => loss)
  const loss = createScale(Math.min(-0.02, ...losses), Math.max(0.06, ...losses), height - 60, 40)
  const place = createScale(shares.length - 1, 0, left, width - right)
  const first = Math.ceil(loss.from / levelStep)
  const count = Math.floor(loss.to / levelStep) - first + 1
  const levels = Array.from({ length: count }, (_, index) => (first + index) * levelStep)
  return drawing(width, height, 'Added delay when a search may compute fewer states', [
    ...levels.flatMap(level => [
      line(left, loss(level), width - right, loss(level), Math.abs(level) < 1e-9 ? 'black' : '#dddddd'),
      label(left - 8, loss(level) + 4, `${Math.round(level * 100)} %`, 'end')
    ]),
    ...shares.map((share, index) => label(place(index), height - 40, nameShare(share), 'middle')),
    label(
      (left + width - right) / 2,
      height - 18,
      'states that a search may compute, of what complete ones do on the mean',
      'middle'
    ),
    ...runs.flatMap((own, index) => [
      polyline(
        own.map(([index, y]) => [place(index), loss(y)]),
        colourOf(index),
        2
      ),
      label(width - right + 28, 60 + 18 * index, curves[index]!.name),
      line(width - right + 4, 56 + 18 * index, width - right + 24, 56 + 18 * index, colourOf(index), 2)
    ])
  ])
}
