import type { Intersection, Phase } from '@selaras/shared'
import type { SumoSignal } from '../sumo-network.ts'
import { approachesOf, type ImportedApproaches } from './approaches.ts'
import { stagesAndConflictsOf } from './conflicts.ts'
import type { ControlledLink } from './controlled-links.ts'
import { detectorsOf } from './detectors.ts'
import type { ImportSettings } from './import-options.ts'
import type { Net, NetProgram } from './net.ts'
import { type PhaseGroup, phaseGroupsOf } from './phase-groups.ts'
import type { RightOfWay } from './right-of-way.ts'
import { stageStatesOf } from './stage-states.ts'
import { timingPlanOf } from './timing-plan.ts'

/** One traffic light as an intersection of the model; its movements do not know their links yet. */
export interface SignalImport {
  readonly intersection: Intersection
  readonly signal: SumoSignal
  readonly parts: ImportedApproaches
  /** Link indices that never have green; their connections are left out. */
  readonly unservedLinks: readonly number[]
}

/** Largest numbers that the model holds. */
const most = { stages: 32, phases: 64, approaches: 32, lanes: 16, movements: 128 }

/** Imports one traffic light, or says why it is left to SUMO. */
export function importSignal(
  net: Net,
  rightOfWay: RightOfWay,
  program: NetProgram,
  links: readonly ControlledLink[],
  intersectionId: string,
  settings: ImportSettings
): SignalImport | string {
  const stageStates = stageStatesOf(
    program,
    links.map(({ index }) => index)
  )
  const { states } = stageStates
  if (states.length < 2) return `it has ${states.length === 0 ? 'no stage' : 'one stage only'}`
  const characters = states[0]?.length ?? 0
  if (links.some(({ index }) => index >= characters) || states.some(({ length }) => length !== characters)) {
    return 'its states and its links do not fit together'
  }
  if (states.length > most.stages) return `it has ${states.length} stages, more than ${most.stages}`
  const groups = phaseGroupsOf(links, states, most.phases)
  if (groups.length > most.phases) return `it has more than ${most.phases} signal groups`
  const parts = approachesOf(net, groups)
  if (parts.approaches.length === 0) return 'it controls no lane for vehicles'
  if (parts.approaches.length > most.approaches) return `it has more than ${most.approaches} approaches`
  if (parts.approaches.some(({ lanes }) => lanes.length > most.lanes))
    return `an approach has more than ${most.lanes} lanes`
  if (parts.movements.length > most.movements) return `it has more than ${most.movements} movements`
  const { stages, conflicts } = stagesAndConflictsOf(groups, states.length, rightOfWay)
  if (stages.some(stage => stage.phases.length === 0)) return 'a stage serves no connection'
  const phases = groups.map(group => phaseOf(group, settings))
  const detectors = detectorsOf(net, parts, settings)
  const served = new Set(groups.flatMap(group => group.links))
  return {
    parts,
    unservedLinks: links.filter(link => !served.has(link)).map(({ index }) => index),
    intersection: {
      intersectionId,
      name: program.tlsId.slice(0, 120),
      ...positionOf(net, links),
      approaches: [...parts.approaches],
      movements: parts.movements.map(({ movement }) => movement),
      phases,
      stages: [...stages],
      conflicts: [...conflicts],
      detectors: detectors.map(({ detector }) => detector),
      timingPlans: [timingPlanOf(stageStates, program.offsetSeconds, { phases, stages: [...stages] })],
      schedule: []
    },
    signal: {
      tlsId: program.tlsId,
      intersectionId,
      phaseOfLink: Array.from(
        states[0]!,
        (_, index) => groups.find(group => group.links.some(link => link.index === index))?.phase
      ),
      stateOfStage: Object.fromEntries(states.map((state, position) => [position + 1, state])),
      connections: groups
        .flatMap(group => group.links)
        .sort((a, b) => a.index - b.index)
        .map(({ index, connection }) => ({
          linkIndex: index,
          fromLane: connection.from.id,
          fromEdge: connection.from.edgeId,
          toEdge: connection.to.edgeId,
          movementId: parts.movements.find(({ connections }) => connections.includes(connection))!.movement.movementId
        })),
      detectors: detectors.map(({ sumo }) => sumo),
      laneOf: Object.fromEntries(parts.stopLineLanes.map(({ laneId, lane }) => [laneId, lane.id]))
    }
  }
}

function phaseOf({ phase, links }: PhaseGroup, settings: ImportSettings): Phase {
  const { minimumGreenSeconds, maximumGreenSeconds, yellowSeconds, redClearanceSeconds } = settings
  const timing = { phase, minimumGreenSeconds, maximumGreenSeconds, redClearanceSeconds }
  if (links.every(({ users }) => users === 'pedestrian')) {
    return { ...timing, kind: 'pedestrian', yellowSeconds: 0, pedestrianClearanceSeconds: Math.max(3, yellowSeconds) }
  }
  return { ...timing, kind: links.every(({ users }) => users === 'rail') ? 'transit' : 'vehicle', yellowSeconds }
}

function positionOf(net: Net, links: readonly ControlledLink[]): Pick<Intersection, 'position'> {
  const controlled = new Set(links.map(({ connection }) => connection.from.id))
  const junctions = net.junctions.filter(({ incomingLanes }) => incomingLanes.some(lane => controlled.has(lane)))
  if (junctions.length === 0) return {}
  const mean = (values: readonly number[]) =>
    Math.round((100 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 100
  return {
    position: {
      xMetres: mean(junctions.map(({ xMetres }) => xMetres)),
      yMetres: mean(junctions.map(({ yMetres }) => yMetres))
    }
  }
}
