/** Traffic that enters an approach from outside, and where it turns. */
export interface ApproachDemand {
  readonly intersectionId: string
  readonly approachId: string
  /** Mean flow from outside the corridor; 0 for an approach that is fed by a link alone. */
  readonly vehiclesPerHour: number
  /** Share of each movement among the vehicles of the approach; sums to 1. */
  readonly turningShares: Readonly<Record<string, number>>
}

export type Demand = readonly ApproachDemand[]
