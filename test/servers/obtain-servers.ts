import { binaries, binaryNames } from './binaries.ts'
import { findBinary, findServer } from './find-binary.ts'

/**
 * Makes sure that every server and tool of the tests can be run, installing what is missing when that is allowed.
 * Returns one line about each: what it is and where it comes from.
 */
export async function obtainServers(): Promise<readonly string[]> {
  const lines: string[] = []
  for (const name of binaryNames) {
    const found = binaries[name].image === undefined ? await findBinary(name) : await findServer(name)
    lines.push(
      found.kind === 'local'
        ? `${name} ${found.version} (${found.path})`
        : `${name} in a container (${found.image}, Docker)`
    )
  }
  return lines
}
