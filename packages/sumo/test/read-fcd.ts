import { readFileSync } from 'node:fs'
import { SaxesParser } from 'saxes'

/** A vehicle in SUMO's floating car data. */
export interface FcdVehicle {
  readonly id: string
  readonly lane: string
  readonly positionMetres: number
  readonly speedMetresPerSecond: number
}

/** SUMO's own account of where every vehicle was: one entry for each step of the simulation. */
export function readFcd(file: string): readonly (readonly FcdVehicle[])[] {
  const steps: FcdVehicle[][] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const text = (key: string) => String(attributes[key])
    if (name === 'timestep') steps.push([])
    if (name !== 'vehicle') return
    steps.at(-1)!.push({
      id: text('id'),
      lane: text('lane'),
      positionMetres: Number(text('pos')),
      speedMetresPerSecond: Number(text('speed'))
    })
  })
  parser.write(readFileSync(file, 'utf8')).close()
  return steps
}
