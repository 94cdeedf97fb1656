/** What the status line tells. */
export interface Status {
  readonly simulatedSeconds: number
  readonly vehicles: number
  readonly inside: number
  readonly delaySeconds: number
  readonly ghostDelaySeconds: number
  readonly plansPerSecond: number
  readonly adaptiveControllers: number
  readonly controllers: number
}

export function formatStatus(status: Status): string {
  const { simulatedSeconds, delaySeconds, ghostDelaySeconds } = status
  const minutes = Math.floor(simulatedSeconds / 60)
  const seconds = `${Math.floor(simulatedSeconds % 60)}`.padStart(2, '0')
  const saved = ghostDelaySeconds > 0 ? Math.round(100 * (1 - delaySeconds / ghostDelaySeconds)) : 0
  const compared = saved >= 0 ? `${saved} % less` : `${-saved} % more`
  return [
    `${minutes}:${seconds} simulated`,
    `${status.vehicles} vehicles (${status.inside} inside)`,
    `mean delay ${delaySeconds.toFixed(1)} s, fixed time ${ghostDelaySeconds.toFixed(1)} s (${compared})`,
    `${status.plansPerSecond.toFixed(0)} plans/s`,
    `${status.adaptiveControllers}/${status.controllers} controllers adaptive`
  ].join(' · ')
}
