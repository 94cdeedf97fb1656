import { createRandom, type Random } from './random.ts'

export type Kind = 'crossing' | 't-junction' | 'corridor' | 'grid'
export type DrivingSide = 'left' | 'right'

/**
 * How the opposing approaches of an axis share their green: both at once with yielding far turns; the far turns first,
 * or last, in a stage of their own; one approach after the other; or all four combinations that a dual ring has.
 */
export type AxisPlan = 'permissive' | 'leading' | 'lagging' | 'split' | 'ring'
export type DemandPattern = 'even' | 'uneven' | 'tidal' | 'peaked' | 'shifting'

/** What a case is made of; everything else is drawn from the seed in the same way. */
export interface Features {
  readonly kind: Kind
  readonly drivingSide: DrivingSide
  readonly rows: number
  readonly columns: number
  /** Lanes of the streets from west to east and from north to south. */
  readonly rowLanes: readonly number[]
  readonly columnLanes: readonly number[]
  readonly rowSpeedKmh: readonly number[]
  readonly columnSpeedKmh: readonly number[]
  /** Between neighbouring signals, stop line to exit. */
  readonly columnGapMetres: readonly number[]
  readonly rowGapMetres: readonly number[]
  /** Share of approaches with a bay for the far turn, and of segments with an unsignalised side junction. */
  readonly bayShare: number
  readonly sideShare: number
  /** Share of boundary arms that are missing. */
  readonly missingArmShare: number
  readonly rowPlan: AxisPlan
  readonly columnPlan: AxisPlan
  /** Far turns may also yield through the main stage of a leading, lagging or ring plan. */
  readonly protectedPermissive: boolean
  readonly demand: DemandPattern
  /** Degree of saturation of the critical lane under the fixed plan at its mean demand. */
  readonly volumeToCapacity: number
  readonly lorryShare: number
}

/** Kinds by turn, so that any twenty cases in a row hold the same mixture. */
const kinds: readonly Kind[] = [
  ...['crossing', 'corridor', 'grid', 't-junction', 'corridor'],
  ...['crossing', 'grid', 'corridor', 'crossing', 'corridor'],
  ...['t-junction', 'corridor', 'crossing', 'grid', 'corridor'],
  ...['crossing', 'corridor', 'grid', 't-junction', 'corridor']
] as Kind[]

/** Even seeds are for tuning, odd ones are held out of it. */
export const isHeldOut = (seed: number): boolean => seed % 2 === 1

/**
 * The features of a seed.
 *
 * @param wanted a corridor of so many signals in place of the seed's kind and size.
 */
export function drawFeatures(seed: number, wanted?: { readonly signals: number }): Features {
  const random = createRandom(seed)
  const turn = Math.floor(seed / 2)
  const kind = wanted === undefined ? kinds[turn % kinds.length]! : 'corridor'
  const drawn = sizeOf(kind, random)
  const { rows, columns } = wanted === undefined ? drawn : { rows: 1, columns: wanted.signals }
  const laneChoices = random.pick([[1], [1, 2], [2], [1, 2], [2, 3]])
  const speeds = random.pick([[30], [40, 50], [50], [50, 60], [30, 50]])
  const gap = random.pick([
    [60, 120],
    [80, 200],
    [150, 400],
    [60, 400]
  ] as const)
  const list = <T>(length: number, draw: () => T): T[] => Array.from({ length }, draw)
  // The main street of a corridor is no narrower and no slower than the streets that cross it.
  const main = kind === 'corridor'
  const gapOf = () => Math.round(random.between(gap[0], gap[1]))
  return {
    kind,
    drivingSide: random.chance(0.35) ? 'left' : 'right',
    rows,
    columns,
    rowLanes: list(rows, () => (main ? Math.max(...laneChoices) : random.pick(laneChoices))),
    columnLanes: list(columns, () => random.pick(laneChoices)),
    rowSpeedKmh: list(rows, () => (main ? Math.max(...speeds) : random.pick(speeds))),
    columnSpeedKmh: list(columns, () => random.pick(speeds)),
    columnGapMetres: list(columns - 1, gapOf),
    rowGapMetres: list(rows - 1, gapOf),
    bayShare: random.pick([0, 0.5, 1]),
    sideShare: random.pick([0, 0, 0.3, 0.6]),
    missingArmShare: kind === 'corridor' || kind === 'grid' ? random.pick([0, 0, 0.25]) : 0,
    ...drawPlans(random),
    demand: random.pick(['even', 'uneven', 'tidal', 'peaked', 'shifting'] as const),
    volumeToCapacity: Math.round(100 * random.between(0.5, 1.1)) / 100,
    lorryShare: random.pick([0, 0, 0.04, 0.1])
  }
}

function sizeOf(kind: Kind, random: Random): { rows: number; columns: number } {
  if (kind === 'corridor') return { rows: 1, columns: random.integer(3, 8) }
  if (kind === 'grid') return { rows: random.integer(2, 4), columns: random.integer(2, 4) }
  return { rows: 1, columns: 1 }
}

function drawPlans(random: Random): Pick<Features, 'rowPlan' | 'columnPlan' | 'protectedPermissive'> {
  const plans = random.pick([
    ['permissive', 'permissive'],
    ['permissive', 'permissive'],
    ['leading', 'permissive'],
    ['leading', 'leading'],
    ['lagging', 'lagging'],
    ['split', 'permissive'],
    ['ring', 'ring'],
    ['ring', 'ring'],
    ['ring', 'split']
  ] as const)
  return { rowPlan: plans[0], columnPlan: plans[1], protectedPermissive: random.chance(0.4) }
}
