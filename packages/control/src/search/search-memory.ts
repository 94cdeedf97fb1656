import type { IntersectionModel } from '../model/intersection-model.ts'
import type { PlannerParameters } from '../parameters.ts'
import { Layer, layerWidth, Path } from './layers.ts'
import { createSearchSteps } from './search-steps.ts'

/** What a search writes to while it runs. All intersections of a corridor use the same, so that it stays in the caches. */
export interface SearchMemory {
  readonly layers: readonly [Layer, Layer]
  readonly path: Path
}

/** Memory for searches of any of these intersections, one at a time. */
export function createSearchMemory(models: readonly IntersectionModel[], parameters: PlannerParameters): SearchMemory {
  const { statesPerClass } = parameters
  const laneCount = Math.max(0, ...models.map(model => model.laneCount))
  const stageCount = Math.max(0, ...models.map(model => model.stageCount))
  const grids = models.flatMap(({ decisionGridSeconds }) => createSearchSteps(parameters, decisionGridSeconds))
  const createLayer = () => new Layer(statesPerClass, { laneCount, stageCount })
  return {
    layers: [createLayer(), createLayer()],
    path: new Path(Math.max(0, ...grids.map(({ seconds }) => seconds.length)), layerWidth(stageCount, statesPerClass))
  }
}
