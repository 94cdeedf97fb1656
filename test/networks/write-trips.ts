import { writeFileSync } from 'node:fs'

export interface Trip {
  readonly id: string
  readonly departSeconds: number
  readonly from: string
  readonly to: string
}

/** Writes a SUMO route file; SUMO wants the trips in order of departure. */
export function writeTrips(file: string, trips: readonly Trip[]): void {
  const lines = [...trips]
    .sort((a, b) => a.departSeconds - b.departSeconds)
    .map(
      ({ id, departSeconds, from, to }) => `  <trip id="${id}" depart="${departSeconds}" from="${from}" to="${to}"/>`
    )
  writeFileSync(file, `<routes>\n${lines.join('\n')}\n</routes>\n`)
}

/** A vehicle every `everySeconds` on one way through a network. */
export const stream = (from: string, to: string, everySeconds: number, endSeconds: number): readonly Trip[] =>
  Array.from({ length: Math.ceil(endSeconds / everySeconds) }, (_, index) => ({
    id: `${from}-${to}-${index}`,
    departSeconds: index * everySeconds,
    from,
    to
  }))
