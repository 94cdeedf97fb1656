import { type FixedPlan, intergreensOf } from './fixed-plan.ts'
import type { StageDisplays } from './stages.ts'

export interface ProgramPhase {
  readonly durationSeconds: number
  readonly state: string
}

/** The phases of a plan, with yellow for the links that lose green. */
export function programPhases(stages: readonly StageDisplays[], plan: FixedPlan): readonly ProgramPhase[] {
  const intergreens = intergreensOf(stages)
  return stages.flatMap((stage, position) => {
    const next = stages[(position + 1) % stages.length]!
    const green = { durationSeconds: plan.greenSeconds[position]!, state: stage.join('') }
    if (intergreens[position] === 0) return [green]
    const yellow = stage.map((display, link) => (display !== 'r' && next[link] === 'r' ? 'y' : display))
    return [green, { durationSeconds: intergreens[position]!, state: yellow.join('') }]
  })
}

/** From the start of the cycle to the first stage in which a link has green with priority. */
export function secondsToGreen(stages: readonly StageDisplays[], plan: FixedPlan, link: number): number {
  const intergreens = intergreensOf(stages)
  const first = stages.findIndex(stage => stage[link] === 'G')
  let seconds = 0
  for (let stage = 0; stage < first; stage++) seconds += plan.greenSeconds[stage]! + intergreens[stage]!
  return seconds
}
