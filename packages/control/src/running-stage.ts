/** Where the running stage stands, in seconds from now. */
export interface RunningStage {
  /** During a clearance the one that comes. */
  readonly stage: number
  /** Stage before it. */
  readonly fromStage: number
  readonly clearing: boolean
  /** The clearance would be over but for vehicles in the junction. */
  readonly heldByBox: boolean
  /** Green so far, s; 0 during a clearance. */
  readonly ageSeconds: number
  /** Left of minimum green and of maximum green, s. */
  readonly minimumLeftSeconds: number
  readonly maximumLeftSeconds: number
  /** Left of the clearance before the stage, s, and how much of it has run. */
  readonly clearanceLeftSeconds: number
  readonly clearanceRunSeconds: number
  /** Whole seconds to the next instant of the decision grid; 0 without one. */
  readonly nextDecisionSeconds: number
  /** Start of green that the plan's first interval carries, Unix ms. */
  readonly greenStartMs: number
}
