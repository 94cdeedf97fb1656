import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scaleDemand } from './scale-demand.ts'

export interface ScaledDemand {
  readonly routes: readonly string[]
  readonly scale: number
  readonly beginSeconds: number
  readonly endSeconds: number
}

/** Plays with route files whose demand is scaled; they exist as long as `play` runs. */
export async function withScaledDemand<T>(
  { routes, scale, beginSeconds, endSeconds }: ScaledDemand,
  seed: number,
  play: (routes: readonly string[]) => Promise<T>
): Promise<T> {
  if (scale === 1) return play(routes)
  const folder = mkdtempSync(join(tmpdir(), 'selaras-demand-'))
  try {
    const scaled = routes.map((file, index) => {
      const copy = join(folder, `${index}.rou.xml`)
      writeFileSync(copy, scaleDemand(readFileSync(file, 'utf8'), { scale, seed, beginSeconds, endSeconds }))
      return copy
    })
    return await play(scaled)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
