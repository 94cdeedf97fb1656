import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchCase } from '../run/run-options.ts'
import { UsageError } from '../usage-error.ts'

/** What is known of a scenario of the RESCO benchmark. Delays are means over the hour, s per vehicle. */
export interface Scenario {
  readonly beginSeconds: number
  readonly endSeconds: number
  readonly yellowSeconds: number
  readonly fixedSeconds?: number
  /** Best published controller, learned or not: mean of its last ten episodes, and the best single episode. */
  readonly bestSeconds: number
  readonly bestEpisodeSeconds: number
  /** What we hold ourselves to. */
  readonly barSeconds?: number
}

const cologne = { beginSeconds: 25_200, endSeconds: 28_800, yellowSeconds: 3 }
const ingolstadt = { beginSeconds: 57_600, endSeconds: 61_200, yellowSeconds: 3 }
const synthetic = { beginSeconds: 0, endSeconds: 3600 }

/**
 * The benchmark's scenarios with its published figures.
 *
 * @see Ault, J., Sharon, G. (2021), Reinforcement Learning Benchmarks for Traffic Signal Control, NeurIPS Datasets and
 * Benchmarks; figures computed from the benchmark's own result files.
 */
export const scenarios: Readonly<Record<string, Scenario>> = {
  cologne1: { ...cologne, fixedSeconds: 56.5, bestSeconds: 27.6, bestEpisodeSeconds: 25.8, barSeconds: 25 },
  cologne3: { ...cologne, fixedSeconds: 39.8, bestSeconds: 39.8, bestEpisodeSeconds: 19.4, barSeconds: 21 },
  cologne8: { ...cologne, fixedSeconds: 63.8, bestSeconds: 21.9, bestEpisodeSeconds: 21.6 },
  ingolstadt1: { ...ingolstadt, fixedSeconds: 39.5, bestSeconds: 22.2, bestEpisodeSeconds: 20.9, barSeconds: 21.5 },
  ingolstadt7: { ...ingolstadt, fixedSeconds: 91.3, bestSeconds: 32.5, bestEpisodeSeconds: 31.2 },
  ingolstadt21: { ...ingolstadt, fixedSeconds: 133.1, bestSeconds: 76.3, bestEpisodeSeconds: 59.6 },
  grid4x4: { ...synthetic, yellowSeconds: 3, bestSeconds: 34.1, bestEpisodeSeconds: 32.9, barSeconds: 19.5 },
  arterial4x4: { ...synthetic, yellowSeconds: 2, bestSeconds: 773.3, bestEpisodeSeconds: 654.1 }
}

/**
 * The cases in a folder: each known scenario that has a folder of its name, with one `.net.xml` and `.rou.xml` files.
 *
 * @throws {UsageError} when the folder has none, or the folder of one lacks its files.
 */
export function findScenarios(folder: string): readonly BenchCase[] {
  const names = Object.keys(scenarios).filter(name => existsSync(join(folder, name)))
  if (names.length === 0) {
    throw new UsageError(
      `--scenarios: expected a folder with ${Object.keys(scenarios).join(', ')}, received "${folder}"`
    )
  }
  return names.map(name => {
    const { beginSeconds, endSeconds, yellowSeconds } = scenarios[name]!
    const { net, routes } = filesIn(join(folder, name))
    return { name, net, routes, beginSeconds, endSeconds, yellowSeconds }
  })
}

function filesIn(folder: string): Pick<BenchCase, 'net' | 'routes'> {
  const files = statSync(folder).isDirectory() ? readdirSync(folder).sort() : []
  const [nets, routes] = ['.net.xml', '.rou.xml'].map(ending => files.filter(file => file.endsWith(ending)))
  if (nets?.length === 1 && routes !== undefined && routes.length > 0) {
    return { net: join(folder, nets[0]!), routes: routes.map(file => join(folder, file)) }
  }
  throw new UsageError(
    `--scenarios: ${folder}: expected one .net.xml and at least one .rou.xml, received ${files.join(', ') || 'nothing'}`
  )
}
