import { spawn, spawnSync } from 'node:child_process'
import { binaries } from './binaries.ts'

const packages = [...new Set(Object.values(binaries).map(binary => binary.debianPackage))]

/** What a person types to install every server that the tests need on Debian or Ubuntu. */
export const aptCommand = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`

// Debian starts a service when its package is installed unless policy-rc.d forbids it; the tests start their own.
const installScript = `
set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get -o DPkg::Lock::Timeout=300 update
apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
`

let attempt: Promise<string> | undefined

/**
 * Installs the system's packages once in a process, when there is apt-get and we are root or may become root without
 * a password. Says what came of it, for an error message.
 */
export function installPackages(): Promise<string> {
  attempt ??= install()
  return attempt
}

async function install(): Promise<string> {
  if (!succeeds('apt-get', '--version')) return 'there is no apt-get to install it with'
  const isRoot = process.getuid?.() === 0
  if (!isRoot && !succeeds('sudo', '-n', 'true')) return 'installing it needs root or sudo without a password'
  console.log(`Installing ${packages.join(', ')} with apt-get`)
  const command = ['sh', '-c', installScript, 'install', ...packages]
  const exitCode = await run(isRoot ? command : ['sudo', '-n', ...command])
  return exitCode === 0 ? 'apt-get installed its package without it' : `apt-get failed with exit code ${exitCode}`
}

const succeeds = (program: string, ...programArguments: string[]): boolean =>
  spawnSync(program, programArguments, { stdio: 'ignore', timeout: 20_000 }).status === 0

function run([program = '', ...programArguments]: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
