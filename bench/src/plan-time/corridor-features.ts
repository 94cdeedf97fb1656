import type { AxisPlan, Features } from '../family/features.ts'

/** What plan time may grow with. */
export interface CorridorSize {
  readonly signals: number
  /** Of every street, each way. */
  readonly lanes: number
  /** Turns have bays, without which many plans have no stage for them. */
  readonly bays?: boolean
  /** Plans of the main street and of those that cross it: two stages with `permissive` to eight with `ring`. */
  readonly plans: readonly [AxisPlan, AxisPlan]
}

const gapMetres = 250
const speedKmh = 50
/** Degree of saturation: busy, so that stages compete. */
const load = 0.85

/** A corridor of equal signals: nothing but its size differs from that of another. */
export function corridorFeatures({
  signals,
  lanes,
  bays = false,
  plans: [rowPlan, columnPlan]
}: CorridorSize): Features {
  const each = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)
  return {
    kind: 'corridor',
    drivingSide: 'right',
    rows: 1,
    columns: signals,
    rowLanes: [lanes],
    columnLanes: each(signals, lanes),
    rowSpeedKmh: [speedKmh],
    columnSpeedKmh: each(signals, speedKmh),
    columnGapMetres: each(signals - 1, gapMetres),
    rowGapMetres: [],
    bayShare: bays ? 1 : 0,
    sideShare: 0,
    missingArmShare: 0,
    rowPlan,
    columnPlan,
    protectedPermissive: false,
    demand: 'even',
    volumeToCapacity: load,
    lorryShare: 0
  }
}
