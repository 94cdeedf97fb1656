import type { ProgramPhase } from '../signals/program.ts'
import { document, element } from '../xml.ts'
import type { PlainNetwork } from './plain.ts'

export interface Program {
  readonly signalId: string
  readonly offsetSeconds: number
  readonly phases: readonly ProgramPhase[]
}

/** Texts of netconvert's input files. */
export interface PlainXml {
  readonly nodes: string
  readonly edges: string
  readonly connections: string
  readonly programs: string
}

/** Writes a network for netconvert; link indices follow the order of a signal's connections. */
export function plainXml(network: PlainNetwork, programs: readonly Program[]): PlainXml {
  const between = network.connections.map(({ turn: _, ...connection }) => element('connection', connection))
  const controlled = network.signals.flatMap(({ id, connections }) =>
    connections.map(({ turn: _, ...connection }, linkIndex) => ({ tl: id, linkIndex, ...connection }))
  )
  return {
    nodes: document(
      'nodes',
      network.nodes.map(({ id, xMetres: x, yMetres: y, type }) =>
        element('node', { id, x, y, type, ...(type === 'traffic_light' ? { tl: id } : {}) })
      )
    ),
    edges: document(
      'edges',
      network.edges.map(({ id, from, to, lanes, speedMetresPerSecond, priority }) =>
        element('edge', { id, from, to, numLanes: lanes, speed: speedMetresPerSecond, priority })
      )
    ),
    connections: document('connections', [
      ...between,
      ...controlled.map(({ tl: _tl, linkIndex: _index, ...connection }) => element('connection', connection))
    ]),
    programs: document('tlLogics', [
      ...programs.map(({ signalId, offsetSeconds, phases }) =>
        element(
          'tlLogic',
          { id: signalId, type: 'static', programID: '0', offset: offsetSeconds },
          phases.map(({ durationSeconds, state }) => element('phase', { duration: durationSeconds, state }))
        )
      ),
      ...controlled.map(connection => element('connection', connection))
    ])
  }
}
