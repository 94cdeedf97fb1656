import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readNet, readTrace } from '@selaras/sumo'
import { importCase } from '../run/play-run.ts'
import type { RunOptions } from '../run/run-options.ts'
import { busiestPath } from './busiest-path.ts'
import { drawIntersection } from './draw-intersection.ts'
import { drawTimeSpace } from './draw-time-space.ts'
import { historyOf, type Period } from './intersection-history.ts'
import { timeSpaceOf } from './time-space.ts'

/** The time–space diagram shows this much of a run unless it is told, s: more cannot be read. */
const readableSeconds = 900

export interface PictureRequest {
  readonly folder: string
  readonly traceFolder: string
  readonly options: RunOptions
  readonly seed: number
  /** What to show; the whole run, and of time and space its middle, unless given. */
  readonly period: Period | undefined
}

/**
 * Draws a traced run: `NAME-seed-N-INTERSECTION.svg` for each intersection, and `NAME-seed-N-time-space.svg` along the
 * way that passes the most signals.
 *
 * @returns the files.
 */
export async function writePictures({
  folder,
  traceFolder,
  options,
  seed,
  period
}: PictureRequest): Promise<readonly string[]> {
  const trace = await readTrace(traceFolder)
  // Queues are counted in the zones, which loops alone would not have.
  const network = importCase({ ...options, sensors: 'exact' })
  const net = readNet(readFileSync(options.net, 'utf8'), options.net)
  const title = `${options.name}, ${options.controller}, seed ${seed}`
  mkdirSync(folder, { recursive: true })
  const files: string[] = []
  const write = (name: string, picture: string) => {
    const file = join(folder, `${options.name}-${options.controller}-seed-${seed}-${name}.svg`)
    writeFileSync(file, picture)
    files.push(file)
  }
  const whole = { fromSecond: options.beginSeconds, toSecond: options.endSeconds }
  for (const { intersectionId } of network.signals) {
    const shown = period ?? whole
    write(intersectionId, drawIntersection(historyOf(network, intersectionId, trace, shown), shown, title))
  }
  const path = busiestPath(net, trace)
  if (path.length > 0) {
    const shown = period ?? middleOf(whole)
    write('time-space', drawTimeSpace(timeSpaceOf(net, trace, path, shown), shown, title))
  }
  return files
}

function middleOf({ fromSecond, toSecond }: Period): Period {
  const rest = Math.max(0, toSecond - fromSecond - readableSeconds)
  return { fromSecond: fromSecond + Math.round(rest / 2), toSecond: toSecond - Math.floor(rest / 2) }
}
