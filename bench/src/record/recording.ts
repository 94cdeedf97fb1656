import { createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, gzipSync } from 'node:zlib'
import type { CorridorTick, PlannedIntersection, Planner, PlannerParameters } from '@selaras/control'
import type { Corridor } from '@selaras/shared'
import { UsageError } from '../usage-error.ts'

/** What a planner was made from. */
export interface RecordedPlanner {
  readonly corridor: Corridor
  readonly parameters: Partial<PlannerParameters>
}

/** What it was told in a tick, and what it answered. */
export interface RecordedTick {
  readonly tick: CorridorTick
  readonly planned: readonly PlannedIntersection[]
}

export interface Recording extends RecordedPlanner {
  /** Times of the first and the last tick, Unix ms. */
  readonly firstMs: number
  readonly lastMs: number
  /** From the first tick on; can be gone through once. */
  readonly ticks: AsyncIterable<RecordedTick>
}

/** Keeps what passes through planners; a file of compressed lines of JSON for each seed. */
export interface Recorder {
  /** The planner, with every tick kept. */
  watch(planner: Planner): Planner
  save(folder: string, seed: number): void
}

export function createRecorder(made: RecordedPlanner): Recorder {
  const lines: Buffer[] = []
  const keep = (value: RecordedPlanner | RecordedTick) => lines.push(gzipSync(`${JSON.stringify(value)}\n`))
  keep(made)
  return {
    watch: planner => ({
      plan(tick, time) {
        const planned = planner.plan(tick, time)
        keep({ tick, planned })
        return planned
      }
    }),
    save(folder, seed) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(fileOf(folder, seed), Buffer.concat(lines))
    }
  }
}

/**
 * Reads a recording once to know that it is whole.
 *
 * @throws {UsageError} when the folder has no recording of that seed, or one that is broken.
 */
export async function readRecording(folder: string, seed: number): Promise<Recording> {
  const file = fileOf(folder, seed)
  if (!existsSync(file)) throw new UsageError(`--record, --seed: expected a recording, found no ${file}`)
  const times: number[] = []
  let made: RecordedPlanner | undefined
  for await (const value of valuesOf(file)) {
    if (made === undefined) made = checkPlanner(file, value)
    else times.push(checkTick(file, value).tick.nowMs)
  }
  if (made === undefined || times.length === 0) return refuse(file, 'a planner and its ticks', `${times.length} ticks`)
  return { ...made, firstMs: times[0]!, lastMs: times.at(-1)!, ticks: ticksOf(file) }
}

async function* ticksOf(file: string): AsyncGenerator<RecordedTick> {
  let isFirst = true
  for await (const value of valuesOf(file)) {
    if (!isFirst) yield checkTick(file, value)
    isFirst = false
  }
}

/** The lines of the file, parsed. */
async function* valuesOf(file: string): AsyncGenerator<unknown> {
  const unzipped = createGunzip()
  // What goes wrong reaches the reader of `unzipped`, which it destroys.
  pipeline(createReadStream(file), unzipped).catch(() => {})
  let rest = ''
  try {
    for await (const chunk of unzipped.setEncoding('utf8')) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield JSON.parse(line)
    }
  } catch (error) {
    refuse(file, 'compressed lines of JSON', (error as Error).message)
  }
  if (rest !== '') refuse(file, 'whole lines', 'a last line without an end')
}

function checkPlanner(file: string, value: unknown): RecordedPlanner {
  const { corridor, parameters } = (value ?? {}) as Partial<RecordedPlanner>
  if (Array.isArray(corridor?.intersections) && typeof parameters === 'object') return { corridor, parameters }
  return refuse(file, 'a corridor and parameters in its first line', excerptOf(value))
}

function checkTick(file: string, value: unknown): RecordedTick {
  const { tick, planned } = (value ?? {}) as Partial<RecordedTick>
  if (tick !== undefined && Number.isFinite(tick.nowMs) && Array.isArray(planned)) return { tick, planned }
  return refuse(file, 'a tick and its plans in every other line', excerptOf(value))
}

const excerptOf = (value: unknown): string => JSON.stringify(value).slice(0, 80)

function refuse(file: string, expected: string, received: string): never {
  throw new UsageError(`--record: ${file}: expected ${expected}, received ${received}`)
}

const fileOf = (folder: string, seed: number): string => join(folder, `seed-${seed}.jsonl.gz`)
