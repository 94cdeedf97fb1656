import { describe, expect, it } from 'vitest'
import { sourceFilesOf } from './source-files.ts'

const namesOf = (path: string) =>
  sourceFilesOf(new URL(path, import.meta.url)).map(file => file.split('/').slice(-3).join('/'))

describe('sourceFilesOf', () => {
  it('follows imports into workspace packages', () => {
    const files = namesOf('../sumo/direct.ts')
    expect(files).toContain('bench/src/percentiles.ts')
    expect(files).toContain('src/search/stage-search.ts')
    expect(files).toContain('src/plan/validate-phase-plan.ts')
    expect(files).toContain('src/traci/codec.ts')
  })

  it('leaves out what a baseline does not run: the planner', () => {
    const files = namesOf('../sumo/baseline.ts')
    expect(files).toContain('src/baselines/policies.ts')
    expect(files.filter(file => file.includes('search/') || file.endsWith('corridor-planner.ts'))).toEqual([])
  })
})
