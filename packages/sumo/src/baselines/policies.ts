/** A stage as the baselines see it: the lanes it serves and the lanes it feeds, a lane once for each link. */
export interface StageLanes {
  readonly state: string
  readonly incoming: readonly string[]
  readonly outgoing: readonly string[]
}

/** Vehicles on a lane within sight of the signal. */
export type CountLane = (lane: string) => number

const highest = (stages: readonly StageLanes[], running: number, value: (stage: StageLanes) => number): number => {
  let best = running
  for (const [index, stage] of stages.entries()) {
    if (value(stage) > value(stages[best]!)) best = index
  }
  return best
}

const sum = (lanes: Iterable<string>, count: CountLane): number => {
  let total = 0
  for (const lane of lanes) total += count(lane)
  return total
}

/** Longest approach: the stage whose incoming lanes hold the most vehicles; the running one on a tie. */
export const chooseGreedy = (stages: readonly StageLanes[], running: number, count: CountLane): number =>
  highest(stages, running, ({ incoming }) => sum(new Set(incoming), count))

/**
 * Max pressure: vehicles on incoming lanes less those on outgoing lanes.
 *
 * @see Varaiya, P. (2013), Max pressure control of a network of signalized intersections, Transportation Research C 36.
 */
export const chooseMaxPressure = (stages: readonly StageLanes[], running: number, count: CountLane): number =>
  highest(stages, running, ({ incoming, outgoing }) => sum(new Set(incoming), count) - sum(new Set(outgoing), count))
