import type { Period } from './intersection-history.ts'
import { createScale, drawing, label, line, polyline, timeAxis } from './svg.ts'
import type { TimeSpace } from './time-space.ts'

const width = 1400
const height = 800
const left = 70
const right = 160

/** Trajectories over time and distance, with each signal's green and red on its stop line. */
export function drawTimeSpace(
  { lengthMetres, signals, trajectories }: TimeSpace,
  period: Period,
  title: string
): string {
  const time = createScale(period.fromSecond, period.toSecond, left, width - right)
  const metres = createScale(0, lengthMetres, height - 40, 40)
  return drawing(width, height, title, [
    ...trajectories.map(run =>
      polyline(
        run.map(([second, distance]) => [time(second), metres(distance)]),
        '#0072b2',
        0.6
      )
    ),
    ...signals.flatMap(({ tlsId, atMetres, spans }) => [
      ...spans.map(({ isGreen, fromSecond, toSecond }) => {
        const [stroke, thickness] = isGreen ? ['#009e73', 2] : (['#d55e00', 4] as const)
        return line(
          time(fromSecond),
          metres(atMetres),
          time(toSecond),
          metres(atMetres),
          stroke as string,
          thickness as number
        )
      }),
      label(width - right + 6, metres(atMetres) + 4, tlsId.slice(0, 20)),
      label(left - 6, metres(atMetres) + 4, `${Math.round(atMetres)} m`, 'end')
    ]),
    ...timeAxis(time, height - 36)
  ])
}
