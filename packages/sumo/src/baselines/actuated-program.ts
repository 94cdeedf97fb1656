import type { Net } from '../import/net.ts'

const shortestGreenSeconds = 5
const longestGreenSeconds = 50

/** An additional file that runs SUMO's own actuated control with the stages of each signal's program 0. */
export function toActuatedPrograms(net: Net, tlsIds: readonly string[]): string {
  const programs = tlsIds.flatMap(tlsId => net.programs.get(tlsId) ?? [])
  const text = programs.map(({ tlsId, offsetSeconds, phases }) => {
    const lines = phases.map(({ durationSeconds, state }) => {
      const fixed = /[yYu]/.test(state) || !/[gG]/.test(state)
      const bounds = fixed ? '' : ` minDur="${shortestGreenSeconds}" maxDur="${longestGreenSeconds}"`
      return `    <phase duration="${durationSeconds}"${bounds} state="${state}"/>`
    })
    return [
      `  <tlLogic id="${tlsId}" type="actuated" programID="actuated" offset="${offsetSeconds}">`,
      ...lines,
      '  </tlLogic>'
    ].join('\n')
  })
  return `<additional>\n${text.join('\n')}\n</additional>\n`
}
