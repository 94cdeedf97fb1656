/** A real server that a test runs. Its port and its data stay the same over `kill`, `start` and `restart`. */
export interface RunningServer extends AsyncDisposable {
  readonly port: number
  /** Address for its client, e.g. `redis://127.0.0.1:40001`. */
  readonly url: string
  /** Process id now; undefined while it does not run. */
  readonly pid: number | undefined
  /** End of what it printed. */
  readonly output: string
  /** Sends a signal; for one that ends the process, resolves when it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again after `kill`; resolves when it accepts connections. */
  start(): Promise<void>
  /** Ends it in good order and starts it again. */
  restart(): Promise<void>
  /** Ends it for good and removes its data. */
  stop(): Promise<void>
}

/** How to run one kind of server, on this machine or in a container. */
export interface ServerRecipe {
  readonly urlScheme: string
  /** What it prints when it accepts connections. */
  readonly readyText: string
  /** Resolves when it has served a client; for a server that prints `readyText` before it does. */
  readonly probe?: (port: number) => Promise<void>
  readonly commandArguments: (configurationPath: string) => readonly string[]
  readonly configuration: (place: { port: number; address: string; directory: string }) => string
  /** Content of further files in `directory`, by name. */
  readonly files?: Readonly<Record<string, string>>
}

/** Signals after which the process still runs. */
export const keepsRunning = (signal: NodeJS.Signals): boolean =>
  ['SIGSTOP', 'SIGCONT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'].includes(signal)
