import { type Static, Type } from '@sinclair/typebox'
import { identifier } from './identifier.ts'

export const detectorKinds = ['stopLine', 'advance', 'zone', 'box'] as const

/**
 * One sensing zone.
 *
 * - `stopLine` counts vehicles that cross the stop line into the junction, by movement where `movementIds` says so.
 * - `advance` counts vehicles that cross a line `nearMetres` upstream of the stop line.
 * - `zone` sees the vehicles between `nearMetres` and `farMetres` along the approach (camera or radar).
 * - `box` sees the vehicles inside the junction that came by `movementIds`.
 *
 * A zone on a feeder further upstream lists every stop-line lane that its vehicles may reach.
 */
export const DetectorSchema = Type.Object(
  {
    detectorId: identifier('Detector within the intersection'),
    kind: Type.Union(detectorKinds.map(kind => Type.Literal(kind))),
    laneIds: Type.Array(identifier('Stop-line lane that the detected vehicles are on or may reach'), { maxItems: 32 }),
    movementIds: Type.Optional(Type.Array(identifier('Movement that is counted'), { maxItems: 32 })),
    nearMetres: Type.Number({ minimum: 0, maximum: 2000, description: 'Distance upstream of the stop line: near end' }),
    farMetres: Type.Number({ minimum: 0, maximum: 2000, description: 'Distance upstream of the stop line: far end' }),
    laneCount: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 16, description: 'Parallel lanes that the zone covers; 1 unless given' })
    ),
    freeFlowTravelSeconds: Type.Optional(
      Type.Number({ minimum: 0, maximum: 600, description: 'Free-flow time from the far end to the stop line' })
    )
  },
  { $id: 'Detector', additionalProperties: false }
)
export type Detector = Static<typeof DetectorSchema>
