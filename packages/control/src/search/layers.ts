import type { IntersectionModel } from '../model/intersection-model.ts'
import type { ScheduledSwitch } from './schedule.ts'

/**
 * States compete with their like: the same stage, green, or clearing with the same time left. A switch made later has
 * always paid less so far; if it competed with an earlier one, the search would put off every switch.
 */
export const classesPerStage = 8

export const classOf = (stage: number, clearanceLeftSeconds: number): number =>
  stage * classesPerStage +
  (clearanceLeftSeconds > 0 ? Math.min(classesPerStage - 1, Math.ceil(clearanceLeftSeconds)) : 0)

export const layerWidth = (stageCount: number, perClass: number): number => stageCount * classesPerStage * perClass

/** The states of one step, in a fixed number of slots for each class; structure of arrays. */
export class Layer {
  count = 0
  /** [slot × laneCount + lane], and in a row after the last slot's those of a child that may yet be turned down. */
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
  #laneCount: number
  readonly #spare: number
  readonly #perClass: number
  readonly #clearingCapacity: number
  readonly #filled: Int16Array
  readonly #slots: Int16Array
  readonly #order: Int16Array
  /** Slot of the worst state by class; -1 while it has room. */
  readonly #worst: Int16Array

  /** Room for intersections of at most so many lanes and stages. */
  constructor(perClass: number, { laneCount, stageCount }: Pick<IntersectionModel, 'laneCount' | 'stageCount'>) {
    const width = layerWidth(stageCount, perClass)
    const classes = stageCount * classesPerStage
    this.queue = new Float64Array((width + 1) * laneCount)
    this.#laneCount = laneCount
    this.#spare = width
    this.cost = new Float64Array(width)
    this.value = new Float64Array(width)
    this.stage = new Int16Array(width)
    this.from = new Int16Array(width)
    this.row = new Int16Array(width)
    this.beforeRow = new Int16Array(width)
    this.age = new Float64Array(width)
    this.rowAge = new Float64Array(width)
    this.minimumLeft = new Float64Array(width)
    this.maximumLeft = new Float64Array(width)
    this.clearanceLeft = new Float64Array(width)
    this.clearanceRun = new Float64Array(width)
    this.first = new Int16Array(width)
    this.#perClass = perClass
    this.#clearingCapacity = Math.max(1, Math.ceil(perClass / 2))
    this.#filled = new Int16Array(classes)
    this.#slots = new Int16Array(classes * perClass)
    this.#order = new Int16Array(width)
    this.#worst = new Int16Array(classes)
  }

  /** Begins with an intersection. */
  begin(laneCount: number): void {
    this.#laneCount = laneCount
  }

  reset(): void {
    this.count = 0
    this.#filled.fill(0)
    this.#worst.fill(-1)
  }

  /** Value that a state has to stay below to be kept in its class; infinite while the class has room. */
  limit(stateClass: number): number {
    const worst = this.#worst[stateClass]!
    return worst < 0 ? Number.POSITIVE_INFINITY : this.value[worst]!
  }

  /** Where the queues of the next child of this class are to be written: its slot's, if it is sure to get a free one. */
  queueOfNext(stateClass: number): number {
    return this.#laneCount * (this.#worst[stateClass]! < 0 ? this.count : this.#spare)
  }

  /**
   * Keeps the state whose queues were written last; its value is below the limit of its class.
   *
   * @returns its slot: a free one, or that of the worst of the class, which it takes over.
   */
  keep(stateClass: number, value: number): number {
    const base = stateClass * this.#perClass
    let slot = this.#worst[stateClass]!
    if (slot < 0) {
      slot = this.count++
      this.#slots[base + this.#filled[stateClass]!++] = slot
    } else {
      const from = this.#spare * this.#laneCount
      const to = slot * this.#laneCount
      for (let lane = 0; lane < this.#laneCount; lane++) this.queue[to + lane] = this.queue[from + lane]!
    }
    this.value[slot] = value
    const filled = this.#filled[stateClass]!
    if (filled === (stateClass % classesPerStage === 0 ? this.#perClass : this.#clearingCapacity)) {
      let worst = this.#slots[base]!
      for (let index = 1; index < filled; index++) {
        const other = this.#slots[base + index]!
        if (this.value[other]! > this.value[worst]!) worst = other
      }
      this.#worst[stateClass] = worst
    }
    return slot
  }

  /** Slot indices by ascending value: expanded in this order, later states are given up early. */
  order(): Int16Array {
    const order = this.#order
    const value = this.value
    for (let count = 0; count < this.count; count++) {
      const own = value[count]!
      let place = count
      for (; place > 0 && value[order[place - 1]!]! > own; place--) order[place] = order[place - 1]!
      order[place] = count
    }
    return order
  }
}

/** Parents and switches of every kept state, to read the best schedule back. */
export class Path {
  readonly #width: number
  readonly #parents: Int16Array
  readonly #switched: Int16Array
  readonly #clearances: Float64Array

  constructor(steps: number, width: number) {
    this.#width = width
    this.#parents = new Int16Array(steps * width)
    this.#switched = new Int16Array(steps * width)
    this.#clearances = new Float64Array(steps * width)
  }

  keep(step: number, slot: number, parent: number, switchedTo: number, clearanceSeconds: number): void {
    const index = step * this.#width + slot
    this.#parents[index] = parent
    this.#switched[index] = switchedTo
    this.#clearances[index] = clearanceSeconds
  }

  trace(steps: number, leaf: number, stepSeconds: Float64Array): ScheduledSwitch[] {
    const found: ScheduledSwitch[] = []
    let atSeconds = 0
    for (let step = 0; step < steps; step++) atSeconds += stepSeconds[step]!
    let slot = leaf
    for (let step = steps - 1; step >= 0; step--) {
      const index = step * this.#width + slot
      const toStage = this.#switched[index]!
      atSeconds -= stepSeconds[step]!
      if (toStage >= 0) found.push({ atSeconds, toStage, greenAtSeconds: atSeconds + this.#clearances[index]! })
      slot = this.#parents[index]!
    }
    return found.reverse()
  }
}
