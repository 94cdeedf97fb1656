import { isGreen } from '@selaras/shared'
import type { ControllerState } from './controller-state.ts'

/** A conflict among the controller's own displays, or undefined; it cannot happen, and is looked for all the same. */
export function findDisplayFault({ config, phases }: ControllerState): string | undefined {
  const displays = new Map(phases.map(({ phase, display }) => [phase, display]))
  for (const { kind, phases: pair } of config.intersection.conflicts) {
    const [a, b] = [displays.get(pair[0]), displays.get(pair[1])]
    const runs = (display: typeof a) => isGreen(display) || display === 'yellow'
    const clash =
      kind === 'exclusive' ? runs(a) && runs(b) && (isGreen(a) || isGreen(b)) : a === 'protected' && b === 'protected'
    if (clash) return `phases ${pair[0]} (${a}) and ${pair[1]} (${b}) conflict`
  }
  return undefined
}
