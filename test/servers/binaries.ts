/** The real servers and tools that tests run, and where each comes from. */
export const binaries = {
  mosquitto: {
    override: 'SELARAS_MOSQUITTO',
    debianPackage: 'mosquitto',
    image: 'eclipse-mosquitto:2.0.22',
    versionArguments: ['-h']
  },
  'redis-server': {
    override: 'SELARAS_REDIS_SERVER',
    debianPackage: 'redis-server',
    image: 'redis:7.0.15',
    versionArguments: ['--version']
  },
  sumo: { override: 'SELARAS_SUMO', debianPackage: 'sumo', image: undefined, versionArguments: ['--version'] },
  netconvert: {
    override: 'SELARAS_NETCONVERT',
    debianPackage: 'sumo',
    image: undefined,
    versionArguments: ['--version']
  }
} as const

export type BinaryName = keyof typeof binaries
export const binaryNames = Object.keys(binaries) as BinaryName[]
