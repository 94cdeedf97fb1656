/** Where the running stage stands, in seconds from now. */
export interface RunningStage {
  readonly stage: number
  readonly fromStage: number
  readonly clearing: boolean
  /** The clearance would be over but for vehicles in the junction. */
  readonly heldByBox: boolean
  readonly ageSeconds: number
  readonly minimumLeftSeconds: number
  readonly maximumLeftSeconds: number
  readonly clearanceLeftSeconds: number
  readonly clearanceRunSeconds: number
  /** Whole seconds to the next instant of the decision grid; 0 without one. */
  readonly nextDecisionSeconds: number
  /** Start of green that the plan's first interval carries, Unix ms. */
  readonly greenStartMs: number
}
