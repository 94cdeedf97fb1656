import { execFileSync } from 'node:child_process'
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

/** Describes this machine; `programs` maps a name to the command whose first line of output is its version. */
export function describeMachine(programs: Readonly<Record<string, readonly [string, ...string[]]>>): Machine {
  const versions: Record<string, string> = {}
  for (const [name, [command, ...args]] of Object.entries(programs)) versions[name] = firstLine(command, args)
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
    versions
  }
}

function firstLine(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n')[0]!
      .trim()
  } catch {
    return 'not found'
  }
}

export const formatMachine = ({ cpu, cores, memoryGiB, system, node, versions }: Machine): string => {
  const programs = Object.entries(versions).map(([name, version]) => `${name}: ${version}`)
  return [`${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}`, ...programs].join('\n')
}
