import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { ImportNetworkError } from './import-network-error.ts'
import { laneUsersOf } from './lane-users.ts'
import type { NetEdge, NetLane, NetRequest } from './net.ts'

export interface RawEdge extends NetEdge {
  readonly lanes: NetLane[]
}

/** A `<connection>` as written: references are not yet resolved. */
export interface RawConnection {
  readonly from: string
  readonly to: string
  readonly fromLane: number
  readonly toLane: number
  readonly via: string | undefined
  readonly tlsId: string | undefined
  readonly linkIndices: readonly number[]
  readonly direction: string
}

export interface RawJunction {
  readonly id: string
  readonly xMetres: number
  readonly yMetres: number
  readonly incomingLanes: readonly string[]
  readonly internalLanes: readonly string[]
  readonly requests: NetRequest[]
}

export interface RawProgram {
  readonly tlsId: string
  readonly programId: string
  readonly offsetSeconds: number
  readonly phases: { readonly durationSeconds: number; readonly state: string }[]
}

/** The elements of a network file that the import uses, in file order. */
export interface RawNet {
  leftHand: boolean
  readonly edges: RawEdge[]
  readonly connections: RawConnection[]
  readonly junctions: RawJunction[]
  readonly programs: RawProgram[]
}

/**
 * Parses the text of a `.net.xml`.
 *
 * @throws {ImportNetworkError} `malformed`, with line and column, if the text is not well-formed XML, is cut off, is
 * another kind of file, or an element lacks an attribute.
 */
export function parseNet(netXml: string, fileName?: string): RawNet {
  const net: RawNet = { leftHand: false, edges: [], connections: [], junctions: [], programs: [] }
  const parser = new SaxesParser()
  const fail = (problem: string): never => {
    throw new ImportNetworkError({
      kind: 'malformed',
      fileName,
      line: parser.line,
      column: parser.column + 1,
      problem
    })
  }
  // Saxes puts its own position before the text.
  parser.on('error', error => fail(error.message.replace(/^\d+:\d+: /, '')))
  let depth = 0
  parser.on('opentag', tag => {
    depth += 1
    if (depth === 1 && tag.name !== 'net') {
      fail(`expected a SUMO network, whose root element is <net>, found <${tag.name}>`)
    }
    readElement(net, tag, fail)
  })
  parser.on('closetag', () => {
    depth -= 1
  })
  parser.write(netXml).close()
  return net
}

function readElement(net: RawNet, { name, attributes }: SaxesTagPlain, fail: (problem: string) => never): void {
  const text = (attribute: string): string =>
    attributes[attribute] ?? fail(`<${name}> without the attribute ${attribute}`)
  const number = (attribute: string): number => {
    const value = Number(text(attribute))
    return Number.isFinite(value) ? value : fail(`<${name} ${attribute}="${text(attribute)}">: expected a number`)
  }
  const inside = <T>(parents: readonly T[], parent: string): T =>
    parents.at(-1) ?? fail(`<${name}> outside of any <${parent}>`)
  switch (name) {
    case 'net':
      net.leftHand = attributes['lefthand'] === 'true' || attributes['lefthand'] === '1'
      break
    case 'edge':
      net.edges.push({
        id: text('id'),
        name: attributes['name'],
        kind: edgeKindOf(attributes['function']),
        fromJunction: attributes['from'],
        toJunction: attributes['to'],
        lanes: [],
        crossedEdges: words(attributes['crossingEdges'])
      })
      break
    case 'lane': {
      const edge = inside(net.edges, 'edge')
      // Lanes come in order; anything else would leave holes.
      if (number('index') !== edge.lanes.length) {
        fail(`<lane index="${text('index')}"> of edge "${edge.id}": expected the index ${edge.lanes.length}`)
      }
      edge.lanes.push({
        id: text('id'),
        edgeId: edge.id,
        lengthMetres: Math.max(0.01, number('length')),
        speedMetresPerSecond: Math.min(70, Math.max(0.5, number('speed'))),
        users: laneUsersOf(attributes['allow'], attributes['disallow'])
      })
      break
    }
    case 'junction':
      net.junctions.push({
        id: text('id'),
        xMetres: number('x'),
        yMetres: number('y'),
        incomingLanes: words(attributes['incLanes']),
        internalLanes: words(attributes['intLanes']),
        requests: []
      })
      break
    case 'request': {
      const index = number('index')
      if (!(Number.isInteger(index) && index >= 0 && index < mostRequests)) {
        fail(`<request index="${text('index')}">: expected 0 to ${mostRequests - 1}`)
      }
      inside(net.junctions, 'junction').requests[index] = { response: text('response'), foes: text('foes') }
      break
    }
    case 'tlLogic':
      net.programs.push({
        tlsId: text('id'),
        programId: attributes['programID'] ?? '',
        // The keyword "begin" stands for the simulation's first second.
        offsetSeconds: Number(attributes['offset'] ?? 0) || 0,
        phases: []
      })
      break
    case 'phase':
      inside(net.programs, 'tlLogic').phases.push({ durationSeconds: number('duration'), state: text('state') })
      break
    case 'connection':
      net.connections.push({
        from: text('from'),
        to: text('to'),
        fromLane: number('fromLane'),
        toLane: number('toLane'),
        via: attributes['via'] || undefined,
        tlsId: attributes['tl'],
        linkIndices: ['linkIndex', 'linkIndex2']
          .filter(attribute => attributes['tl'] !== undefined && attributes[attribute] !== undefined)
          .map(number)
          .filter(index => index >= 0),
        direction: attributes['dir'] ?? 's'
      })
      break
  }
}

const mostRequests = 4096

function edgeKindOf(value: string | undefined): NetEdge['kind'] {
  switch (value) {
    case 'internal':
    case 'crossing':
    case 'walkingarea':
    case 'connector':
      return value
    default:
      return 'normal'
  }
}

const words = (value: string | undefined): readonly string[] => value?.split(/\s+/).filter(word => word !== '') ?? []
