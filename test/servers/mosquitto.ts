import { overrideSettings, readFiles } from './override-settings.ts'
import { probeBroker } from './probe-broker.ts'
import type { RunningServer } from './running-server.ts'
import { startServer } from './start-server.ts'

export interface MosquittoOptions {
  /** Default: a free one. */
  readonly port?: number
  /** Keeps sessions, queues and retained messages over a restart. Default: as shipped, true. */
  readonly persistence?: boolean
  /** Default: as shipped. */
  readonly messageSizeLimitBytes?: number
  /** Folder of the deployment's secrets; without it, clients need no password. */
  readonly secrets?: string
  /** Lines of mosquitto.conf that replace those of the same key. */
  readonly settings?: readonly string[]
}

const secretFiles = ['mosquitto-passwords', 'mosquitto-acl'] as const

const accessSettings = (secrets: string | undefined, directory: string): string[] =>
  secrets === undefined
    ? ['allow_anonymous true', 'password_file', 'acl_file']
    : [`password_file ${directory}/${secretFiles[0]}`, `acl_file ${directory}/${secretFiles[1]}`]

/**
 * Starts a real Mosquitto with the settings file that is shipped, in a folder of its own. It saves its state once a second, so SIGKILL may cost what came since.
 */
export function startMosquitto(options: MosquittoOptions = {}): Promise<RunningServer> {
  return startServer(
    'mosquitto',
    {
      urlScheme: 'mqtt',
      readyText: ' running',
      probe: probeBroker,
      commandArguments: configurationPath => ['-c', configurationPath],
      files: readFiles(options.secrets, secretFiles),
      configuration: ({ port, address, directory }) =>
        overrideSettings('mosquitto/mosquitto.conf', [
          // Started as root it would become the user "mosquitto", who cannot write to our folder.
          'user root',
          `persistence_location ${directory}/`,
          `listener ${port} ${address}`,
          ...accessSettings(options.secrets, directory),
          ...(options.persistence === undefined ? [] : [`persistence ${options.persistence}`]),
          ...(options.messageSizeLimitBytes === undefined
            ? []
            : [`message_size_limit ${options.messageSizeLimitBytes}`]),
          ...(options.settings ?? [])
        ])
    },
    options.port
  )
}
