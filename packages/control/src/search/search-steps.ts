import { horizonSeconds, type PlannerParameters } from '../parameters.ts'

/** The steps of one search: fine at first, coarse later, and at which of them a green may end. */
export interface SearchSteps {
  readonly seconds: Float64Array
  /** 1 where the step begins at a decision. */
  readonly mayDecide: Uint8Array
}

/**
 * The steps for every number of seconds to the next decision: [0] when it is now.
 *
 * Without a grid every step is a decision. With one, steps are cut at its instants, so that the search weighs only
 * what the controller can do.
 */
export function createSearchSteps(parameters: PlannerParameters, gridSeconds: number | undefined): SearchSteps[] {
  const grid = gridSeconds ?? 1
  return Array.from({ length: grid }, (_, offset) => {
    const seconds: number[] = []
    const mayDecide: number[] = []
    const horizon = horizonSeconds(parameters)
    const fine = parameters.fineSteps * parameters.fineStepSeconds
    for (let at = 0; at < horizon; at += seconds.at(-1)!) {
      const toGrid = (((offset - at) % grid) + grid) % grid
      mayDecide.push(toGrid === 0 ? 1 : 0)
      const wanted = at < fine ? parameters.fineStepSeconds : parameters.coarseStepSeconds
      const longest = gridSeconds === undefined ? wanted : Math.min(wanted, toGrid === 0 ? grid : toGrid)
      seconds.push(Math.min(longest, horizon - at))
    }
    return { seconds: Float64Array.from(seconds), mayDecide: Uint8Array.from(mayDecide) }
  })
}
