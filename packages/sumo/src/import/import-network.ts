import { type Corridor, CorridorSchema, checkerOf, validateCorridor } from '@selaras/shared'
import type { SumoNetwork } from '../sumo-network.ts'
import { controlledLinksOf } from './controlled-links.ts'
import { Identifiers } from './identifiers.ts'
import { ImportNetworkError } from './import-network-error.ts'
import { type ImportNetworkOptions, importSettingsOf } from './import-options.ts'
import { type ApproachPlace, LinkFinder } from './links.ts'
import type { Net, NetProgram } from './net.ts'
import { readNet } from './read-net.ts'
import { rightOfWayOf } from './right-of-way.ts'
import { importSignal, type SignalImport } from './signal-import.ts'

/** An imported network with what the import left out. */
export interface ImportedNetwork extends SumoNetwork {
  /** Traffic lights that are left to SUMO and why, and links that never have green. */
  readonly notes: readonly string[]
}

const checkCorridor = checkerOf(CorridorSchema)

/**
 * Turns a SUMO `.net.xml` into a corridor and the tables to drive it in SUMO.
 *
 * Stages are the states of program "0" (or the first) that have green and no yellow; phases are the links of an edge
 * that always show the same; conflicts come from the right-of-way matrices. A traffic light without two stages stays
 * with SUMO. The corridor is valid by `validateCorridor`.
 *
 * @param netXml The file's text.
 * @throws {ImportNetworkError} If the text is not a whole SUMO network, has nothing to control, or an option is
 * out of range or names a signal that is not there.
 */
export function importNetwork(netXml: string, options: ImportNetworkOptions): ImportedNetwork {
  const settings = importSettingsOf(options)
  const net = readNet(netXml, options.fileName)
  const links = controlledLinksOf(net)
  const rightOfWay = rightOfWayOf(net)
  const identifiers = new Identifiers()
  const notes: string[] = []
  const imports: SignalImport[] = []
  for (const program of selectPrograms(net, options.signals)) {
    const controlled = links.get(program.tlsId) ?? []
    const intersectionId = identifiers.take(program.tlsId)
    const imported = importSignal(net, rightOfWay, program, controlled, intersectionId, settings)
    if (typeof imported === 'string') {
      notes.push(`traffic light "${program.tlsId}" is left to SUMO: ${imported}`)
      continue
    }
    imports.push(imported)
    if (imported.unservedLinks.length > 0) {
      notes.push(`traffic light "${program.tlsId}" never gives green to link ${imported.unservedLinks.join(', ')}`)
    }
  }
  if (imports.length === 0) throw new ImportNetworkError({ kind: 'nothing-to-control', notes })
  const corridor: Corridor = {
    schemaVersion: 1,
    corridorId: settings.corridorId,
    configurationVersion: 1,
    drivingSide: net.drivingSide,
    timeZone: 'UTC',
    limits: settings.limits,
    ...joinLinks(net, imports)
  }
  const checked = checkCorridor(corridor)
  const problems = checked.ok ? validateCorridor(corridor) : checked.problems
  if (problems.length > 0) throw new ImportNetworkError({ kind: 'invalid-corridor', problems })
  return { corridor, signals: imports.map(({ signal }) => signal), notes }
}

function selectPrograms(net: Net, signals: readonly string[] | undefined): readonly NetProgram[] {
  const known = [...net.programs.keys()]
  const unknown = signals?.filter(tlsId => !net.programs.has(tlsId)) ?? []
  if (unknown.length > 0) throw new ImportNetworkError({ kind: 'unknown-signals', unknown, known })
  return known.filter(tlsId => signals?.includes(tlsId) ?? true).map(tlsId => net.programs.get(tlsId)!)
}

function joinLinks(net: Net, imports: readonly SignalImport[]): Pick<Corridor, 'intersections' | 'links'> {
  const places = new Map<string, ApproachPlace>()
  for (const { intersection, parts } of imports) {
    for (const [edgeId, approachId] of parts.approachOfEdge) {
      places.set(edgeId, { intersectionId: intersection.intersectionId, approachId })
    }
  }
  const finder = new LinkFinder(net, places)
  const intersections = imports.map(({ intersection, parts }) => ({
    ...intersection,
    movements: parts.movements.map(({ movement, exitEdge }) => {
      if (movement.laneIds.length === 0) return movement
      const link = finder.find(intersection.intersectionId, exitEdge)
      return link === undefined ? movement : { ...movement, linkId: link.linkId }
    })
  }))
  return { intersections, links: [...finder.links] }
}
