import type { TimingPlan } from '@selaras/shared'

const saturationFlow = 1800
/** Yellow, red clearance and start-up loss less the yellow that is used, per stage. */
const lostSecondsPerStage = 4.5
const clearanceSeconds = 4.5
const minimumGreens = [7, 5, 7, 5]

/**
 * Fixed-time plan of one junction: Webster's cycle, greens in proportion to the critical flow ratios, offset by the
 * travel time along the street so that its eastbound platoons meet green.
 *
 * C = (1.5 L + 5) / (1 − Y), bounded to 50–140 s; L lost time, Y sum of the critical flow ratios.
 *
 * @param volumes vehicles per hour on the critical lane of each stage.
 * @param commonCycleSeconds the corridor's cycle; the junction's own unless given.
 * @see Webster, F. V. (1958), Traffic Signal Settings, Road Research Technical Paper 39.
 */
export function websterPlan(
  index: number,
  volumes: readonly number[],
  commonCycleSeconds: number | undefined,
  offsetSeconds: number
): TimingPlan {
  const ratios = volumes.map(volume => volume / saturationFlow)
  const sum = ratios.reduce((total, ratio) => total + ratio, 0)
  const lost = lostSecondsPerStage * ratios.length
  const own = Math.round(Math.min(140, Math.max(50, (1.5 * lost + 5) / Math.max(0.1, 1 - sum))))
  const cycleSeconds = commonCycleSeconds ?? own
  const shareable = cycleSeconds - ratios.reduce((total, _, stage) => total + least(stage), 0)
  const splits = ratios.map((ratio, stage) => ({
    stage: stage + 1,
    splitSeconds:
      least(stage) +
      Math.max(0, Math.floor((shareable * excess(ratio, stage, cycleSeconds)) / totalExcess(ratios, cycleSeconds)))
  }))
  splits[0]!.splitSeconds += cycleSeconds - splits.reduce((total, { splitSeconds }) => total + splitSeconds, 0)
  return {
    timingPlanId: `webster-${index + 1}`,
    cycleSeconds,
    offsetSeconds: offsetSeconds % cycleSeconds,
    offsetReference: 'firstStageGreenStart',
    splits
  }
}

const least = (stage: number): number => Math.ceil(minimumGreens[stage]! + clearanceSeconds)

/** Green that a stage wants beyond its minimum, s. */
const excess = (ratio: number, stage: number, cycleSeconds: number): number =>
  Math.max(0.01, ratio * cycleSeconds - minimumGreens[stage]!)

const totalExcess = (ratios: readonly number[], cycleSeconds: number): number =>
  ratios.reduce((total, ratio, stage) => total + excess(ratio, stage, cycleSeconds), 0)
