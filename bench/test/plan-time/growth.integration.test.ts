import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createResultCache } from '../../src/lab/result-cache.ts'
import { createOptionReader } from '../../src/option-reader.ts'
import { corridorsIn } from '../../src/plan-time/generated-corridors.ts'
import { measureGrowth } from '../../src/plan-time/growth.ts'
import { importCase } from '../../src/run/play-run.ts'
import { readSettings } from '../../src/run/read-settings.ts'
import { exampleResult } from '../examples.ts'

it('plays corridors that differ in one dimension, and fits how plan time grows with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'selaras-growth-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let jobs = 0
  const growths = await measureGrowth(corridorsIn(folder), readSettings(createOptionReader([], [])), {
    processes: 1,
    cache: createResultCache(join(folder, 'cache')),
    keyOf: () => `${++jobs}`,
    // Plays nothing: takes as long as there are signals.
    createPlayer: () => ({
      async play({ options }) {
        const { length } = importCase(options).corridor.intersections
        return exampleResult({ planTimeMs: { p50: length, p99: length, max: length } })
      },
      close() {}
    })
  })
  expect(growths.map(({ dimension, points }) => [dimension, points.map(({ size }) => size)])).toEqual([
    ['signals', [10, 20, 40]],
    ['lanes', [40, 80, 120]],
    ['stages', [20, 30, 40, 80]]
  ])
  expect(growths.map(({ exponent }) => Math.round(exponent))).toEqual([1, 0, 0])
})
