import { validateCorridor } from '@selaras/shared'
import { controlledLinksOf } from '../../src/import/controlled-links.ts'
import { type ImportedNetwork, importNetwork } from '../../src/import/import-network.ts'
import type { Net, NetConnection } from '../../src/import/net.ts'
import { readNet } from '../../src/import/read-net.ts'
import { requestOrderOf, rightOfWayOf } from '../../src/import/right-of-way.ts'
import { stageStatesOf } from '../../src/import/stage-states.ts'
import type { SumoSignal } from '../../src/sumo-network.ts'

const detectionMetres = 200

/** Imports a network and lists what does not hold that must hold for every import. */
export function brokenPropertiesOf(netXml: string): readonly string[] {
  const net = readNet(netXml)
  const network = importNetwork(netXml, { corridorId: 'test', detectionMetres })
  return [
    ...validateCorridor(network.corridor).map(({ path, expected }) => `${path}: expected ${expected}`),
    ...network.signals.flatMap((signal, position) => [
      ...brokenLinks(net, network, signal, position),
      ...brokenConflicts(net, network, signal, position),
      ...brokenDetectors(net, network, signal, position)
    ]),
    ...brokenRequests(net),
    ...brokenLoops(net, network)
  ]
}

function brokenLinks(net: Net, network: ImportedNetwork, signal: SumoSignal, position: number): readonly string[] {
  const { stages, movements } = network.corridor.intersections[position]!
  const links = controlledLinksOf(net).get(signal.tlsId) ?? []
  const { states } = stageStatesOf(
    net.programs.get(signal.tlsId)!,
    links.map(({ index }) => index)
  )
  const broken: string[] = []
  if (stages.length !== states.length) broken.push(`${signal.tlsId}: ${stages.length} stages of ${states.length}`)
  for (const { index, connection } of links) {
    const isServed = states.some(state => /[GgsoO]/.test(state[index]!))
    const found = signal.connections.filter(
      ({ linkIndex, fromLane, toEdge }) =>
        linkIndex === index && fromLane === connection.from.id && toEdge === connection.to.edgeId
    )
    if (!isServed) continue
    if (found.length === 0) broken.push(`${signal.tlsId}: link ${index} is missing`)
    for (const { movementId } of found) {
      const movement = movements.find(candidate => candidate.movementId === movementId)
      if (movement?.phase !== signal.phaseOfLink[index]) broken.push(`${signal.tlsId}: link ${index} has another phase`)
    }
  }
  return broken
}

function brokenConflicts(net: Net, network: ImportedNetwork, signal: SumoSignal, position: number): readonly string[] {
  const { isFoe } = rightOfWayOf(net)
  const { stages, conflicts } = network.corridor.intersections[position]!
  const links = controlledLinksOf(net).get(signal.tlsId) ?? []
  const phaseOf = (index: number) => signal.phaseOfLink[index]
  const broken: string[] = []
  for (const a of links) {
    for (const b of links) {
      const [phaseA, phaseB] = [phaseOf(a.index), phaseOf(b.index)]
      if (a.index >= b.index || phaseA === undefined || phaseB === undefined || phaseA === phaseB) continue
      if (!isFoe(a.connection, b.connection)) continue
      const kind = conflicts.find(({ phases }) => phases.includes(phaseA) && phases.includes(phaseB))?.kind
      if (kind === undefined) broken.push(`${signal.tlsId}: links ${a.index} and ${b.index} conflict, no entry says so`)
      for (const stage of stages) {
        const shown = [phaseA, phaseB].map(phase => stage.phases.find(entry => entry.phase === phase)?.display)
        if (shown.every(display => display === 'protected')) {
          broken.push(`${signal.tlsId}: stage ${stage.stage} protects links ${a.index} and ${b.index}`)
        }
      }
    }
  }
  return broken
}

function brokenDetectors(net: Net, network: ImportedNetwork, signal: SumoSignal, position: number): readonly string[] {
  const { detectors } = network.corridor.intersections[position]!
  const broken: string[] = []
  const report = (detectorId: string, problem: string) => broken.push(`${signal.tlsId} ${detectorId}: ${problem}`)
  if (detectors.map(({ detectorId }) => detectorId).join() !== signal.detectors.map(d => d.detectorId).join()) {
    broken.push(`${signal.tlsId}: the detectors of the model and of SUMO differ`)
  }
  const covered = new Map<string, { fromMetres: number; toMetres: number }[]>()
  for (const [index, detector] of detectors.entries()) {
    const { detectorId, kind, nearMetres, farMetres } = detector
    const sumo = signal.detectors[index]!
    if (farMetres > detectionMetres) report(detectorId, `${farMetres} m is too far`)
    if (detector.laneIds.length === 0) report(detectorId, 'no lane')
    if (kind !== 'zone' || sumo.kind !== 'zone') continue
    if (farMetres - nearMetres > 50.01) report(detectorId, `${farMetres - nearMetres} m is too long`)
    const metres = sumo.segments.reduce((sum, { fromMetres, toMetres }) => sum + toMetres - fromMetres, 0)
    if (Math.abs(metres - (farMetres - nearMetres)) > 0.1) report(detectorId, `${metres} m of lanes`)
    for (const { lane, fromMetres, toMetres } of sumo.segments) {
      if (fromMetres < 0 || toMetres > net.lanes.get(lane)!.lengthMetres + 0.01) report(detectorId, `beyond ${lane}`)
      const others = covered.get(lane) ?? []
      if (others.some(other => other.fromMetres < toMetres - 0.02 && fromMetres < other.toMetres - 0.02)) {
        report(detectorId, `covers part of ${lane} again`)
      }
      covered.set(lane, [...others, { fromMetres, toMetres }])
    }
  }
  return broken
}

/** Only a signal that controls several junctions has links to itself. */
function brokenLoops(net: Net, { corridor, signals }: ImportedNetwork): readonly string[] {
  return corridor.links
    .filter(({ fromIntersectionId, toIntersectionId }) => fromIntersectionId === toIntersectionId)
    .filter(({ fromIntersectionId }) => {
      const signal = signals.find(({ intersectionId }) => intersectionId === fromIntersectionId)
      const junctions = signal?.connections.map(({ fromEdge }) => net.edges.get(fromEdge)?.toJunction)
      return new Set(junctions?.filter(junction => junction !== undefined)).size < 2
    })
    .map(({ linkId }) => `${linkId} leads back to the junction that it left`)
}

/** SUMO names the lane inside a junction after the request of its connection, which confirms our order. */
function brokenRequests(net: Net): readonly string[] {
  const numberOf = ({ internalLanes }: NetConnection): number | undefined => {
    const [, first, lane] = /_(\d+)_(\d+)$/.exec(internalLanes[0]?.id ?? '') ?? []
    return first === undefined ? undefined : Number(first) + Number(lane)
  }
  return net.junctions.flatMap(junction => {
    if (junction.requests.length === 0) return []
    const order = requestOrderOf(net, junction)
    if (order.length === 0) return [`junction ${junction.id}: connections and requests differ in number`]
    return order.flatMap((connections, request) =>
      connections
        .filter(connection => (numberOf(connection) ?? request) !== request)
        .map(({ from, to }) => `junction ${junction.id}: ${from.id} to ${to.id} is not request ${request}`)
    )
  })
}
