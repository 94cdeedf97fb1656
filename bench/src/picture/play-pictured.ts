import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunOptions } from '../run/run-options.ts'
import type { RunResult } from '../sumo/result.ts'
import type { Period } from './intersection-history.ts'
import { writePictures } from './write-pictures.ts'

/** Plays a run with a trace that exists until the pictures are drawn. */
export async function playPictured<Options extends RunOptions>(
  play: (options: Options) => Promise<RunResult>,
  options: Options,
  folder: string,
  seed: number,
  period: Period | undefined
): Promise<RunResult> {
  const traceFolder = mkdtempSync(join(tmpdir(), 'selaras-trace-'))
  try {
    const result = await play({ ...options, traceFolder })
    const files = await writePictures({ folder, traceFolder, options, seed, period })
    for (const file of files) process.stderr.write(`\n${file}`)
    return result
  } finally {
    rmSync(traceFolder, { recursive: true, force: true })
  }
}
