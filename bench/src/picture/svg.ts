/** Part of a drawing: a range of values drawn on a range of pixels. */
export interface Scale {
  (value: number): number
  readonly from: number
  readonly to: number
}

export function createScale(from: number, to: number, pixelFrom: number, pixelTo: number): Scale {
  const factor = to === from ? 0 : (pixelTo - pixelFrom) / (to - from)
  return Object.assign((value: number) => pixelFrom + (value - from) * factor, { from, to })
}

const px = (value: number): string => String(Math.round(value * 10) / 10)
const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export const rectangle = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" fill="${fill}"/>`

export const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1): string =>
  `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${stroke}" stroke-width="${width}"/>`

export const polyline = (points: readonly (readonly [number, number])[], stroke: string, width = 1): string =>
  `<polyline points="${points.map(([x, y]) => `${px(x)},${px(y)}`).join(' ')}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`

export const label = (x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end' = 'start'): string =>
  `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${escapeXml(content)}</text>`

/** A whole picture on white. */
export const drawing = (width: number, height: number, title: string, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11">`,
    `<title>${escapeXml(title)}</title>`,
    rectangle(0, 0, width, height, 'white'),
    label(10, 16, title),
    ...parts,
    '</svg>',
    ''
  ].join('\n')

/** Time axis at `y` with a mark every minute, or every ten in a long period. */
export function timeAxis(time: Scale, y: number): readonly string[] {
  const step = time.to - time.from > 1800 ? 600 : time.to - time.from > 300 ? 60 : 10
  const marks: string[] = [line(time(time.from), y, time(time.to), y, 'black')]
  for (let second = Math.ceil(time.from / step) * step; second <= time.to; second += step) {
    marks.push(
      line(time(second), y, time(second), y + 4, 'black'),
      label(time(second), y + 16, `${second} s`, 'middle')
    )
  }
  return marks
}
