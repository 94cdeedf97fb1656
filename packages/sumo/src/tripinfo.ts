import { createReadStream } from 'node:fs'
import { SaxesParser } from 'saxes'

/** What one hour gave its vehicles, by the benchmark's protocol. */
export interface TripSummary {
  /** Mean over every vehicle due in the hour of time loss and departure delay; one that never departed counts end − due. */
  readonly meanDelaySeconds: number
  readonly vehicles: number
  readonly undeparted: number
  /** Departed, but still under way at the end. */
  readonly unfinished: number
  /** Longest time that a vehicle stood. */
  readonly longestWaitSeconds: number
  /** Some vehicle stood for more than 300 s, or more than 5 % of the vehicles never departed. */
  readonly jammed: boolean
}

export interface TripFiles {
  readonly tripinfoFile: string
  readonly routeFiles: readonly string[]
  readonly beginSeconds: number
  readonly endSeconds: number
}

/** Waiting beyond this is a jam, s. */
const jamWaitSeconds = 300

export async function readTripSummary(files: TripFiles): Promise<TripSummary> {
  const due = new Map<string, number>()
  for (const file of files.routeFiles) {
    await readElements(file, (name, attributes) => {
      if (name === 'flow')
        throw new TripFileError(`${file}: <flow> "${attributes['id']}": expected <trip> or <vehicle>`)
      if (name !== 'trip' && name !== 'vehicle') return
      const depart = Number(attributes['depart'])
      if (!Number.isFinite(depart)) {
        throw new TripFileError(
          `${file}: vehicle "${attributes['id']}": expected depart in seconds, received "${attributes['depart']}"`
        )
      }
      if (depart >= files.beginSeconds && depart < files.endSeconds) due.set(attributes['id'] ?? '', depart)
    })
  }
  let delay = 0
  let unfinished = 0
  let longestWaitSeconds = 0
  const departed = new Set<string>()
  await readElements(files.tripinfoFile, (name, attributes) => {
    const id = attributes['id'] ?? ''
    if (name !== 'tripinfo' || !due.has(id)) return
    departed.add(id)
    delay += Number(attributes['timeLoss']) + Number(attributes['departDelay'])
    longestWaitSeconds = Math.max(longestWaitSeconds, Number(attributes['waitingTime']))
    if (Number(attributes['arrival']) < 0) unfinished += 1
  })
  let undeparted = 0
  for (const [id, depart] of due) {
    if (departed.has(id)) continue
    undeparted += 1
    delay += files.endSeconds - depart
  }
  return {
    meanDelaySeconds: due.size === 0 ? 0 : delay / due.size,
    vehicles: due.size,
    undeparted,
    unfinished,
    longestWaitSeconds,
    jammed: longestWaitSeconds > jamWaitSeconds || undeparted > 0.05 * due.size
  }
}

/** A route or output file is not what it should be. */
export class TripFileError extends Error {
  override readonly name = 'TripFileError'
}

/** Reads a file of SUMO element by element; `take` is called for each start tag. */
export async function readElements(
  file: string,
  take: (name: string, attributes: Readonly<Record<string, string>>) => void
): Promise<void> {
  const parser = new SaxesParser({ fileName: file })
  parser.on('error', error => {
    throw new TripFileError(error.message)
  })
  parser.on('opentag', ({ name, attributes }) => take(name, attributes as Record<string, string>))
  for await (const chunk of createReadStream(file, 'utf8')) parser.write(String(chunk))
  parser.close()
}
