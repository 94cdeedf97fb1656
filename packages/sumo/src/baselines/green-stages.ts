import type { Net } from '../import/net.ts'

/** The green stages of a traffic light's program 0: its states without yellow that give somebody green. */
export function greenStageStates(net: Net, tlsId: string): string[] {
  const program = net.programs.get(tlsId)
  const states = program?.phases.map(({ state }) => state) ?? []
  return [...new Set(states.filter(state => !/[yYu]/.test(state) && /[gG]/.test(state)))]
}
