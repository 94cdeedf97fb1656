/** Period of the analysis, h. */
const analysisHours = 1

/**
 * Delay that the vehicles of a lane have per second of a fixed cycle, vehicle-seconds per second: the mean queue of a
 * deterministic cycle that repeats itself, and Webster's random part in the form that holds beyond saturation.
 *
 * @param arrivals vehicles by second of the cycle.
 * @param service vehicles that could leave by second of the cycle.
 * @param departures receives the vehicles that leave, if given.
 * @see Webster, F. V. (1958), Traffic Signal Settings, Road Research Technical Paper 39; HCM 6th ed., eq. 19-26.
 */
export function laneDelay(arrivals: Float64Array, service: Float64Array, departures?: Float64Array): number {
  const cycle = arrivals.length
  const flow = sum(arrivals) / cycle
  const capacity = Math.max(1e-3, sum(service) / cycle)
  if (flow === 0) return 0
  const load = flow / capacity
  const scale = load > 0.98 ? 0.98 / load : 1
  let queue = 0
  let waiting = 0
  for (let pass = 0; pass < 3; pass++) {
    waiting = 0
    for (let second = 0; second < cycle; second++) {
      const present = queue + arrivals[second]! * scale
      const leaving = Math.min(present, service[second]!)
      queue = present - leaving
      waiting += queue
      if (departures !== undefined) departures[second] = leaving / scale
    }
  }
  return waiting / cycle + flow * randomDelay(load, 3600 * capacity)
}

/** Mean delay from randomness and overload, s per vehicle. */
function randomDelay(load: number, capacityPerHour: number): number {
  const excess = load - 1
  return 900 * analysisHours * (excess + Math.sqrt(excess * excess + (4 * load) / (capacityPerHour * analysisHours)))
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
