import { createReadStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
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

/** @throws {UsageError} when the folder has no recording of that seed. */
export async function readRecording(folder: string, seed: number): Promise<Recording> {
  const file = fileOf(folder, seed)
  if (!existsSync(file)) throw new UsageError(`--record, --seed: expected a recording, found no ${file}`)
  const input = createReadStream(file).pipe(createGunzip())
  const lines = createInterface({ input })[Symbol.asyncIterator]()
  const { corridor, parameters } = JSON.parse((await lines.next()).value ?? '') as RecordedPlanner
  return { corridor, parameters, ticks: parseAll(lines) }
}

async function* parseAll(lines: AsyncIterableIterator<string>): AsyncGenerator<RecordedTick> {
  for await (const line of lines) yield JSON.parse(line) as RecordedTick
}

const fileOf = (folder: string, seed: number): string => join(folder, `seed-${seed}.jsonl.gz`)
