import { document, element } from '../xml.ts'
import type { Trip } from './trips.ts'

const types = [
  element('vType', { id: 'car', vClass: 'passenger', length: 5, minGap: 2.5, speedDev: 0.1 }),
  element('vType', { id: 'lorry', vClass: 'truck', length: 10, minGap: 2.5, accel: 1.3, decel: 4, speedDev: 0.05 })
]

/** The text of a SUMO route file. */
export const routesXml = (trips: readonly Trip[]): string =>
  document('routes', [
    ...types,
    ...trips.map(({ departSeconds, type, edges }, id) =>
      element('vehicle', { id, type, depart: departSeconds.toFixed(2), departLane: 'best', departSpeed: 'max' }, [
        element('route', { edges: edges.join(' ') })
      ])
    )
  ])
