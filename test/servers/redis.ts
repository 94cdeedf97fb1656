import { overrideSettings, readFiles } from './override-settings.ts'
import type { RunningServer } from './running-server.ts'
import { startServer } from './start-server.ts'

export interface RedisOptions {
  /** Default: a free one. */
  readonly port?: number
  /** Default: as shipped, true. */
  readonly appendOnly?: boolean
  /** Folder of the deployment's secrets; without it, clients need no password. */
  readonly secrets?: string
  /** Lines of redis.conf that replace those of the same key. */
  readonly settings?: readonly string[]
}

const secretFile = 'redis-acl'

const accessSettings = (secrets: string | undefined, address: string, directory: string): string[] =>
  secrets === undefined
    ? ['aclfile', `protected-mode ${address === '127.0.0.1' ? 'yes' : 'no'}`]
    : [`aclfile ${directory}/${secretFile}`]

/** Starts a real Redis with the settings file that is shipped, in a folder of its own. */
export function startRedis(options: RedisOptions = {}): Promise<RunningServer> {
  return startServer(
    'redis-server',
    {
      urlScheme: 'redis',
      readyText: 'Ready to accept connections',
      commandArguments: configurationPath => [configurationPath],
      files: readFiles(options.secrets, [secretFile]),
      configuration: ({ port, address, directory }) =>
        overrideSettings('redis/redis.conf', [
          `port ${port}`,
          `bind ${address}`,
          `dir ${directory}`,
          ...accessSettings(options.secrets, address, directory),
          ...(options.appendOnly === undefined ? [] : [`appendonly ${options.appendOnly ? 'yes' : 'no'}`]),
          ...(options.settings ?? [])
        ])
    },
    options.port
  )
}
