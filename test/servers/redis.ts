import type { RunningServer } from './running-server.ts'
import { startServer } from './start-server.ts'

export interface RedisOptions {
  /** Default: a free one. */
  readonly port?: number
  /** Default: true. */
  readonly appendOnly?: boolean
  /** Further lines of redis.conf. */
  readonly settings?: readonly string[]
}

/** Starts a real Redis with the settings that are shipped, in a folder of its own, without a password. */
export function startRedis(options: RedisOptions = {}): Promise<RunningServer> {
  return startServer(
    'redis-server',
    {
      urlScheme: 'redis',
      readyText: 'Ready to accept connections',
      commandArguments: configurationPath => [configurationPath],
      configuration: ({ port, address, directory }) =>
        [
          `port ${port}`,
          `bind ${address}`,
          `protected-mode ${address === '127.0.0.1' ? 'yes' : 'no'}`,
          `dir ${directory}`,
          'daemonize no',
          'save ""',
          `appendonly ${options.appendOnly === false ? 'no' : 'yes'}`,
          'appendfsync everysec',
          'maxmemory 256mb',
          'maxmemory-policy noeviction',
          ...(options.settings ?? []),
          ''
        ].join('\n')
    },
    options.port
  )
}
