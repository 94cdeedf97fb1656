import { spawnSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'

/** What a measurement was made on and with. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  readonly versions: Readonly<Record<string, string>>
}

/** A program's name, and its version or the command whose first line of output is its version. */
export type Programs = Readonly<Record<string, string | readonly [string, ...string[]]>>

/** Describes this machine and the versions of `programs`. */
export function describeMachine(programs: Programs): Machine {
  const versions: Record<string, string> = {}
  for (const [name, version] of Object.entries(programs)) {
    versions[name] = typeof version === 'string' ? version : firstLine(version)
  }
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
    versions
  }
}

/** Some programs print their version and fail: `mosquitto -h` exits with 3. */
function firstLine([command, ...args]: readonly [string, ...string[]]): string {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (error !== undefined) return 'not found'
  const lines = `${stdout}\n${stderr}`.split('\n').map(line => line.trim())
  return lines.find(line => line !== '') ?? 'unknown'
}

export const formatMachine = ({ cpu, cores, memoryGiB, system, node, versions }: Machine): string => {
  const programs = Object.entries(versions).map(([name, version]) => `${name}: ${version}`)
  return [`${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}`, ...programs].join('\n')
}
