import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findSumoBinary } from '@selaras/sumo'
import type { PlainXml } from './plain-xml.ts'

/**
 * Builds the network file from plain XML with SUMO's netconvert.
 *
 * @returns Its text without the comment that holds the time and the paths, so that equal input gives equal text.
 * @throws {SumoError} If netconvert is not installed; otherwise an error with its words.
 */
export function buildNetwork(xml: PlainXml, lefthand: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'selaras-family-'))
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const output = join(folder, 'net.xml')
  try {
    execFileSync(
      findSumoBinary('netconvert'),
      [
        ...['--node-files', file('nodes.nod.xml', xml.nodes), '--edge-files', file('edges.edg.xml', xml.edges)],
        ...['--connection-files', file('connections.con.xml', xml.connections)],
        ...['--tllogic-files', file('programs.tll.xml', xml.programs), '--output-file', output],
        ...['--no-turnarounds', 'true', '--offset.disable-normalization', 'true'],
        ...['--lefthand', `${lefthand}`, '--xml-validation', 'never', '--no-warnings', 'true']
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] }
    )
    return readFileSync(output, 'utf8').replaceAll(/<!--[\s\S]*?-->\s*/g, '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
