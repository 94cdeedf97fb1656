import type { IntersectionHistory, Period } from './intersection-history.ts'
import { createScale, drawing, label, line, polyline, rectangle, timeAxis } from './svg.ts'

/** Told apart with colour-blind eyes as well (Okabe, Ito 2008). */
const colours = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#56b4e9', '#cc79a7', '#f0e442', '#000000']
export const colourOf = (index: number): string => colours[index % colours.length]!

const width = 1400
const height = 420
const left = 60
const right = 170

/** Stages as bands over time, and below them the standing vehicles of each approach. */
export function drawIntersection(
  { intersectionId, stages, queues }: IntersectionHistory,
  { fromSecond, toSecond }: Period,
  title: string
): string {
  const time = createScale(fromSecond, toSecond, left, width - right)
  const longest = Math.max(1, ...queues.flatMap(({ points }) => points.map(([, vehicles]) => vehicles)))
  const vehicles = createScale(0, longest, height - 40, 100)
  const numbers = [...new Set(stages.flatMap(({ stage }) => stage ?? []))].sort((a, b) => a - b)
  const bands = stages.map(span => {
    const fill = span.stage === undefined ? '#dddddd' : colourOf(numbers.indexOf(span.stage))
    return rectangle(time(span.fromSecond), 40, time(span.toSecond) - time(span.fromSecond), 30, fill)
  })
  const levels = [0, Math.ceil(longest / 2), longest].flatMap(level => [
    line(left, vehicles(level), width - right, vehicles(level), '#eeeeee'),
    label(left - 6, vehicles(level) + 4, `${level}`, 'end')
  ])
  const legend = (y: number, index: number, text: string) => [
    rectangle(width - right + 20, y + 14 * index, 10, 10, colourOf(index)),
    label(width - right + 36, y + 9 + 14 * index, text)
  ]
  return drawing(width, height, `${intersectionId}: ${title}`, [
    label(left - 6, 59, 'stage', 'end'),
    ...bands,
    ...numbers.flatMap((stage, index) => (index < 4 ? legend(36, index, `stage ${stage}`) : [])),
    ...levels,
    label(left - 6, 92, 'standing', 'end'),
    ...queues.map(({ points }, index) =>
      polyline(
        points.map(([second, queue]) => [time(second), vehicles(queue)]),
        colourOf(index),
        1.2
      )
    ),
    ...queues.flatMap(({ approachId }, index) => legend(110, index, `approach ${approachId}`)),
    ...timeAxis(time, height - 36)
  ])
}
