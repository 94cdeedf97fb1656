import type { IntersectionModel } from '../model/intersection-model.ts'
import type { ScheduledSwitch } from './schedule.ts'

/** The states of one step, in a fixed number of slots for each class; structure of arrays. */
export interface Layer {
  count: number
  readonly queue: Float64Array
  readonly cost: Float64Array
  /** Cost so far and the value of what is left: what states are compared by. */
  readonly value: Float64Array
  readonly stage: Int16Array
  readonly from: Int16Array
  /** Rows of the service tables for the stage and for the one before it; see `LaneService`. */
  readonly row: Int16Array
  readonly beforeRow: Int16Array
  readonly age: Float64Array
  /** Age in terms of the row; while a state clears, that of the stage that ended. */
  readonly rowAge: Float64Array
  readonly minimumLeft: Float64Array
  readonly maximumLeft: Float64Array
  readonly clearanceLeft: Float64Array
  readonly clearanceRun: Float64Array
  /** First action of the path: -1 stay, else the stage switched to. */
  readonly first: Int16Array
  /** Queues of the child that is being computed. */
  readonly scratch: Float64Array
  reset(): void
  /** Value that a state has to stay below to be kept in its class; infinite while the class has room. */
  limit(stateClass: number): number
  /** Slot indices by ascending value: expanded in this order, later states are given up early. */
  order(): Int16Array
  /** Slot for a state of this class and value, or -1 when the class is full of better ones. */
  offer(stateClass: number, value: number): number
}

/**
 * States compete with their like: the same stage, green, or clearing with the same time left. A switch made later has
 * always paid less so far; if it competed with an earlier one, the search would put off every switch.
 */
export const classesPerStage = 8

export const classOf = (stage: number, clearanceLeftSeconds: number): number =>
  stage * classesPerStage + Math.min(classesPerStage - 1, Math.ceil(clearanceLeftSeconds))

export const layerWidth = (stageCount: number, perClass: number): number => stageCount * classesPerStage * perClass

export function createLayer(perClass: number, { laneCount, stageCount }: IntersectionModel): Layer {
  const width = layerWidth(stageCount, perClass)
  const classes = stageCount * classesPerStage
  const clearingCapacity = Math.max(1, Math.ceil(perClass / 2))
  const filled = new Int16Array(classes)
  const slots = new Int16Array(classes * perClass)
  const order = new Int16Array(width)
  const value = new Float64Array(width)
  const layer: Layer = {
    count: 0,
    queue: new Float64Array(width * laneCount),
    cost: new Float64Array(width),
    value,
    stage: new Int16Array(width),
    from: new Int16Array(width),
    row: new Int16Array(width),
    beforeRow: new Int16Array(width),
    age: new Float64Array(width),
    rowAge: new Float64Array(width),
    minimumLeft: new Float64Array(width),
    maximumLeft: new Float64Array(width),
    clearanceLeft: new Float64Array(width),
    clearanceRun: new Float64Array(width),
    first: new Int16Array(width),
    scratch: new Float64Array(laneCount),
    reset() {
      layer.count = 0
      filled.fill(0)
    },
    limit(stateClass) {
      const worst = worstOf(stateClass)
      return worst < 0 ? Number.POSITIVE_INFINITY : value[worst]!
    },
    order() {
      for (let count = 0; count < layer.count; count++) {
        let place = count
        for (; place > 0 && value[order[place - 1]!]! > value[count]!; place--) order[place] = order[place - 1]!
        order[place] = count
      }
      return order
    },
    offer(stateClass, offered) {
      const worst = worstOf(stateClass)
      if (worst >= 0) return offered < value[worst]! ? worst : -1
      const slot = layer.count++
      slots[stateClass * perClass + filled[stateClass]!++] = slot
      return slot
    }
  }
  /** The slot that a better state would take, or -1 while the class has room. */
  function worstOf(stateClass: number): number {
    const base = stateClass * perClass
    const capacity = stateClass % classesPerStage === 0 ? perClass : clearingCapacity
    if (filled[stateClass]! < capacity) return -1
    let worst = slots[base]!
    for (let index = 1; index < capacity; index++) {
      const slot = slots[base + index]!
      if (value[slot]! > value[worst]!) worst = slot
    }
    return worst
  }
  return layer
}

/** Parents and switches of every kept state, to read the best schedule back. */
export interface Path {
  keep(step: number, slot: number, parent: number, switchedTo: number, clearanceSeconds: number): void
  trace(steps: number, leaf: number, stepSeconds: Float64Array): ScheduledSwitch[]
}

export function createPath(steps: number, width: number): Path {
  const parents = new Int16Array(steps * width)
  const switched = new Int16Array(steps * width)
  const clearances = new Float64Array(steps * width)
  return {
    keep(step, slot, parent, switchedTo, clearanceSeconds) {
      const index = step * width + slot
      parents[index] = parent
      switched[index] = switchedTo
      clearances[index] = clearanceSeconds
    },
    trace(count, leaf, stepSeconds) {
      const found: ScheduledSwitch[] = []
      let atSeconds = 0
      for (let step = 0; step < count; step++) atSeconds += stepSeconds[step]!
      let slot = leaf
      for (let step = count - 1; step >= 0; step--) {
        const index = step * width + slot
        atSeconds -= stepSeconds[step]!
        if (switched[index]! >= 0) {
          found.push({ atSeconds, toStage: switched[index]!, greenAtSeconds: atSeconds + clearances[index]! })
        }
        slot = parents[index]!
      }
      return found.reverse()
    }
  }
}
