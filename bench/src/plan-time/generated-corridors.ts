import { join } from 'node:path'
import type { Features } from '../family/features.ts'
import { findCases } from '../family/find-cases.ts'
import { generateCase } from '../family/generate-case.ts'
import { writeCase } from '../family/write-case.ts'
import type { BenchCase } from '../run/run-options.ts'

/** Draws a corridor with these features and writes its files. */
export type WriteCorridor = (features: Features) => BenchCase

const seed = 11

/** Corridors in folders of their own below `out`. */
export function corridorsIn(out: string): WriteCorridor {
  let count = 0
  return features => {
    const folder = join(out, `${++count}`)
    writeCase(generateCase(seed, features), folder)
    const [found] = findCases(folder)
    return { ...found!.benchCase, name: `corridor of ${features.columns}` }
  }
}
