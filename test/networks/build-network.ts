import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBinary } from '../servers/find-binary.ts'

/** Our own small road networks, as plain XML in a folder of the same name. */
export type NetworkName = 'crossing'

/**
 * Builds a network with the real netconvert into `directory`.
 *
 * @returns Path of the `.net.xml`.
 */
export async function buildNetwork(name: NetworkName, directory: string): Promise<string> {
  const { path } = await findBinary('netconvert')
  const plain = (kind: string) => fileURLToPath(new URL(`./${name}/${name}.${kind}.xml`, import.meta.url))
  const netFile = join(directory, `${name}.net.xml`)
  const files = ['--node-files', plain('nod'), '--edge-files', plain('edg'), '--output-file', netFile]
  execFileSync(path, [...files, '--no-turnarounds', '--tls.yellow.time', '3'], { stdio: ['ignore', 'ignore', 'pipe'] })
  return netFile
}
