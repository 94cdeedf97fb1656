import { type Display, isGreen, type SignalState } from '@selaras/shared'
import type { SumoSignal } from '../sumo-network.ts'

const shown: Readonly<Record<Display, string>> = {
  dark: 'O',
  stop: 'r',
  stopThenProceed: 's',
  permissive: 'g',
  protected: 'G',
  yellow: 'y',
  flashing: 'o'
}

/**
 * SUMO's state string for what a controller shows.
 *
 * A green phase shows the character that SUMO's own program has for it in the running stage: a link that merges with
 * another may carry a major green there although our model calls the phase permissive.
 */
export function toSumoState(signal: SumoSignal, state: SignalState): string {
  const displays = new Map(state.phases.map(({ phase, display }) => [phase, display]))
  const own = signal.stateOfStage[state.stage] ?? ''
  return signal.phaseOfLink
    .map((phase, link) => {
      const display = phase === undefined ? 'stop' : (displays.get(phase) ?? 'stop')
      const character = own[link]
      const keepsOwn = isGreen(display) && (character === 'G' || character === 'g')
      return keepsOwn ? character : shown[display]
    })
    .join('')
}
