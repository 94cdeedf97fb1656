/** A stage as the baselines see it: the lanes it serves and the lanes it feeds, a lane once for each link. */
export interface StageLanes {
  readonly state: string
  readonly incoming: readonly string[]
  /** Only those that lead to a signal: the others are not watched. */
  readonly outgoing: readonly string[]
}

/** Vehicles on a lane: within sight of its end, and on the whole lane. */
export type CountLane = (lane: string) => { readonly near: number; readonly all: number }

/** The first of the stages with the highest value, as the published baselines break ties. */
const highest = (stages: readonly StageLanes[], value: (stage: StageLanes) => number): number => {
  const values = stages.map(value)
  return values.indexOf(Math.max(...values))
}

const sum = (lanes: readonly string[], count: (lane: string) => number): number => {
  let total = 0
  for (const lane of new Set(lanes)) total += count(lane)
  return total
}

/** Longest approach: the stage whose incoming lanes hold the most vehicles within sight. */
export const chooseGreedy = (stages: readonly StageLanes[], count: CountLane): number =>
  highest(stages, ({ incoming }) => sum(incoming, lane => count(lane).near))

/**
 * Max pressure: vehicles on incoming lanes less those on the outgoing lanes that lead to another signal.
 *
 * @see Varaiya, P. (2013), Max pressure control of a network of signalized intersections, Transportation Research C 36.
 */
export const chooseMaxPressure = (stages: readonly StageLanes[], count: CountLane): number => {
  const all = (lane: string) => count(lane).all
  return highest(stages, ({ incoming, outgoing }) => sum(incoming, all) - sum(outgoing, all))
}
