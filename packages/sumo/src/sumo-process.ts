import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { spawnSumo } from './sumo-child.ts'
import { prepareTrace } from './trace/trace.ts'
import { TraciClient } from './traci/client.ts'
import { connectTraci } from './traci/connection.ts'

export interface SumoOptions {
  readonly netFile: string
  readonly routeFiles: readonly string[]
  readonly additionalFiles?: readonly string[]
  readonly beginSeconds: number
  readonly endSeconds: number
  readonly seed: number
  /** Folder into which SUMO writes a trace of the run, for `readTrace`; none unless given. */
  readonly traceFolder?: string
  /** Path of the `sumo` program; found by `findSumoBinary` unless given. */
  readonly binary?: string
}

/** A SUMO under our control: one step at a time, ended by us, its output read before it is removed. */
export interface SumoSimulation {
  readonly client: TraciClient
  readonly software: string
  readonly beginSeconds: number
  readonly endSeconds: number
  /** Written when the simulation has been closed; removed by `remove`. */
  readonly tripinfoFile: string
  /** Ends SUMO and waits for its output. Idempotent. */
  close(): Promise<void>
  /** Ends SUMO and removes what it wrote. */
  remove(): Promise<void>
}

/** SUMO could not be started, or ended by itself; the message carries SUMO's own words. */
export class SumoError extends Error {
  override readonly name = 'SumoError'
}

/** Path of a SUMO program: `SUMO_BINARY` (for sumo), `SUMO_HOME`/bin, else the PATH. */
export function findSumoBinary(name = 'sumo', env: NodeJS.ProcessEnv = process.env): string {
  const own = name === 'sumo' ? env['SUMO_BINARY'] : undefined
  if (own) return own
  const folders = [
    ...(env['SUMO_HOME'] ? [join(env['SUMO_HOME'], 'bin')] : []),
    ...(env['PATH'] ?? '').split(delimiter)
  ]
  const found = folders.map(folder => join(folder, name)).find(path => existsSync(path))
  if (found === undefined) {
    throw new SumoError(
      `${name}: not found in SUMO_HOME/bin or on the PATH; install it with "apt-get install sumo", or set SUMO_HOME`
    )
  }
  return found
}

/**
 * Starts SUMO with the benchmark's protocol: one-second steps, no teleporting, trip output with unfinished vehicles.
 *
 * @throws {SumoError} with SUMO's own message when it refuses a file or an option. The client's requests reject with
 * it when SUMO ends by itself later, for example because it reads a broken part of a route file only then.
 */
export async function startSumo(options: SumoOptions): Promise<SumoSimulation> {
  const binary = options.binary ?? findSumoBinary()
  const folder = mkdtempSync(join(tmpdir(), 'selaras-sumo-'))
  const tripinfoFile = join(folder, 'tripinfo.xml')
  const port = await freePort()
  const child = spawnSumo(binary, argumentsOf(options, tripinfoFile, port))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const explainLoss = async () => new SumoError(`SUMO could not run ${options.netFile}: ${await child.explainEnd()}`)
  try {
    const client = new TraciClient(await connectTraci(port, child.hasEnded, explainLoss))
    const { software } = await client.start()
    let closing: Promise<void> | undefined
    const close = () => {
      closing ??= client
        .close()
        .catch(child.kill)
        .then(() => child.ended)
      return closing
    }
    const { beginSeconds, endSeconds } = options
    return {
      client,
      software,
      beginSeconds,
      endSeconds,
      tripinfoFile,
      close,
      remove: () => close().then(remove)
    }
  } catch (error) {
    child.kill()
    await child.ended
    remove()
    throw error
  }
}

function argumentsOf(options: SumoOptions, tripinfoFile: string, port: number): string[] {
  const trace = options.traceFolder === undefined ? undefined : prepareTrace(options.traceFolder)
  const additional = [...(options.additionalFiles ?? []), ...(trace === undefined ? [] : [trace.additionalFile])]
  return [
    ...['--net-file', options.netFile, '--route-files', options.routeFiles.join(',')],
    ...(additional.length === 0 ? [] : ['--additional-files', additional.join(',')]),
    ...['--begin', `${options.beginSeconds}`, '--end', `${options.endSeconds}`, '--step-length', '1'],
    ...['--seed', `${options.seed}`, '--time-to-teleport', '-1'],
    ...(trace?.arguments ?? []),
    ...['--tripinfo-output', tripinfoFile, '--tripinfo-output.write-unfinished'],
    // Without SUMO_HOME the schemas are not to be had, and validation would look for them on the web.
    ...['--xml-validation', 'never', '--xml-validation.net', 'never', '--xml-validation.routes', 'never'],
    ...['--no-step-log', '--no-warnings', '--duration-log.disable', '--remote-port', `${port}`]
  ]
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
