import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type BinaryName, binaries } from './binaries.ts'
import { hasDockerEngine } from './docker-engine.ts'
import { installPackages } from './install-packages.ts'
import { MissingBinaryError } from './missing-binary-error.ts'
import { readVersion } from './read-version.ts'

/** A program on this machine. */
export interface LocalBinary {
  readonly kind: 'local'
  readonly name: BinaryName
  readonly path: string
  readonly version: string
}

/** A server that runs in a container, because this machine has Docker but not the program. */
export interface ContainerImage {
  readonly kind: 'container'
  readonly name: BinaryName
  readonly image: string
}

/**
 * Where a real server or tool comes from: its environment override (e.g. SELARAS_MOSQUITTO), PATH and the system's
 * folders, Docker (mosquitto and redis-server), or the system's packages, which are installed when that is allowed.
 *
 * @throws {MissingBinaryError} When none of these has it; the message names the command to run.
 */
export async function findServer(name: BinaryName): Promise<LocalBinary | ContainerImage> {
  const path = findPath(name)
  if (path !== undefined) return localBinary(name, path)
  const { image } = binaries[name]
  if (image !== undefined && (await hasDockerEngine())) return { kind: 'container', name, image }
  return installBinary(name)
}

/** Like `findServer`, for what cannot run in a container. */
export async function findBinary(name: BinaryName): Promise<LocalBinary> {
  const path = findPath(name)
  return path === undefined ? installBinary(name) : localBinary(name, path)
}

async function installBinary(name: BinaryName): Promise<LocalBinary> {
  const attempt = await installPackages()
  const path = findPath(name)
  if (path === undefined) throw new MissingBinaryError(name, attempt)
  return localBinary(name, path)
}

const localBinary = (name: BinaryName, path: string): LocalBinary => ({
  kind: 'local',
  name,
  path,
  version: readVersion(path, binaries[name].versionArguments)
})

function findPath(name: BinaryName): string | undefined {
  const { override } = binaries[name]
  const chosen = process.env[override]
  if (chosen !== undefined && chosen !== '') {
    if (!isExecutable(chosen)) throw new MissingBinaryError(name, `${override}="${chosen}" is not an executable file`)
    return chosen
  }
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  return folders
    .filter(folder => folder !== '')
    .map(folder => join(folder, name))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
