import { probeBroker } from './probe-broker.ts'
import type { RunningServer } from './running-server.ts'
import { startServer } from './start-server.ts'

export interface MosquittoOptions {
  /** Default: a free one. */
  readonly port?: number
  /** Keeps sessions, queues and retained messages over a restart. Default: true. */
  readonly persistence?: boolean
  /** Default: 65,536. */
  readonly messageSizeLimitBytes?: number
  /** Further lines of mosquitto.conf. */
  readonly settings?: readonly string[]
}

/**
 * Starts a real Mosquitto with the settings that are shipped, in a folder of its own. Only for tests it takes
 * clients without a password. It saves its state once a second, so SIGKILL may cost what came since.
 */
export function startMosquitto(options: MosquittoOptions = {}): Promise<RunningServer> {
  return startServer(
    'mosquitto',
    {
      urlScheme: 'mqtt',
      readyText: ' running',
      probe: probeBroker,
      commandArguments: configurationPath => ['-c', configurationPath],
      configuration: ({ port, address, directory }) =>
        [
          // Started as root it would become the user "mosquitto", who cannot write to our folder.
          'user root',
          `persistence ${options.persistence !== false}`,
          `persistence_location ${directory}/`,
          'autosave_interval 1',
          'max_queued_messages 500000',
          'max_queued_bytes 268435456',
          'max_inflight_messages 500',
          'persistent_client_expiration 1d',
          `message_size_limit ${options.messageSizeLimitBytes ?? 65_536}`,
          'set_tcp_nodelay true',
          'log_dest stderr',
          'log_type all',
          'connection_messages true',
          'allow_anonymous true',
          `listener ${port} ${address}`,
          ...(options.settings ?? []),
          ''
        ].join('\n')
    },
    options.port
  )
}
