/**
 * Seconds until a vehicle at `distanceMetres` reaches the stop line: it accelerates evenly to the speed limit, then
 * cruises.
 *
 * @param speed present speed, m/s, ≥ 0.
 */
export function arrivalSeconds(distanceMetres: number, speed: number, limit: number, acceleration: number): number {
  const from = Math.min(speed, limit)
  const rampSeconds = (limit - from) / acceleration
  const rampMetres = ((limit + from) / 2) * rampSeconds
  if (distanceMetres >= rampMetres) return rampSeconds + (distanceMetres - rampMetres) / limit
  return (Math.sqrt(from * from + 2 * acceleration * distanceMetres) - from) / acceleration
}
