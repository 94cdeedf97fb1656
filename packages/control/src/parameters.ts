/** The one parameter set of estimator and planner. Nothing here depends on a place: it holds for every network. */
export interface PlannerParameters {
  /** Discharge of a queue under protected green, vehicles per second and lane, before anything is learnt (HCM: 1800 veh/h). */
  readonly saturationFlow: number
  /** Share of it that a permissive movement gets that does not cross the opposing stream, and a turn after stopping. */
  readonly permissiveFactor: number
  readonly stopThenProceedFactor: number
  /** Turns across the opposing stream: gap that a driver needs in it, and headway of those that follow through the same gap, s (HCM 20). */
  readonly criticalGapSeconds: number
  readonly followUpSeconds: number
  /** Turners that wait in the box without blocking their lane. */
  readonly boxRoomVehicles: number
  /** Green that a gained lane loses while drivers react, s. */
  readonly startUpLossSeconds: number
  /** Yellow that drivers still use, s. */
  readonly yellowUseSeconds: number
  /** Memory of arrival rates, s. */
  readonly arrivalMemorySeconds: number
  /** Memory of the effective discharge while it is observed, and its way back to the prior while it is not, s. */
  readonly dischargeMemorySeconds: number
  readonly dischargeReturnSeconds: number
  /** A green lane with a standing vehicle and no crossing for this long does not discharge, s. */
  readonly blockedAfterSeconds: number
  /** Weight of one crossing in the turning shares. */
  readonly turningShareWeight: number
  /** Delay of a vehicle that has to stop, beyond its waiting: deceleration and acceleration, s. */
  readonly stopCostSeconds: number
  /** Value of a vehicle left in the queue at the horizon: linear part, share of it under green, quadratic part, s. */
  readonly terminalLinearSeconds: number
  readonly terminalGreenShare: number
  readonly terminalQuadraticSeconds: number
  /** The search: fine steps, coarse steps, and how many states of each kind survive a step. */
  readonly fineSteps: number
  readonly fineStepSeconds: number
  readonly coarseSteps: number
  readonly coarseStepSeconds: number
  readonly statesPerClass: number
  /** States that a search may compute: a deadline that is the same on every machine. More than it needs by default. */
  readonly expansionsPerSearch: number
  /** Queue weight grows from this red time on, s, and doubles every so many seconds. */
  readonly patienceSeconds: number
  readonly patienceGrowthSeconds: number
  /** A queue whose vehicles wait longer than this in the mean, s, weighs up to so much more, growing over as long again. */
  readonly longWaitSeconds: number
  readonly longWaitGain: number
  /** A queue that fills its lane: vehicles beyond this share of its storage count this much more. */
  readonly fillingFrom: number
  readonly fillingWeight: number
  /** Shorter lanes count as this long when they fill, m: their queue stands on the road before them. */
  readonly shortestFillingMetres: number
  /** The box: longest extra red clearance while vehicles of ended movements stand in it, s; and from which speed on they count as clearing, m/s. */
  readonly longestBoxHoldSeconds: number
  readonly boxClearingSpeed: number
  /** Turners of one movement, waiting in the box, that leave the box before the next stage's first vehicles reach them. */
  readonly boxLeavingTurners: number
  /** Turners of one movement that are reckoned to wait in a box that no detector sees, at most. */
  readonly mostHiddenTurners: number
  /** Standing vehicle: below this speed, m/s; its length with the gap, m. */
  readonly vehicleSpacingMetres: number
  readonly accelerationMetresPerSecond2: number
}

export const defaultParameters: PlannerParameters = {
  saturationFlow: 0.5,
  permissiveFactor: 0.75,
  stopThenProceedFactor: 0.25,
  criticalGapSeconds: 4.5,
  followUpSeconds: 2.5,
  boxRoomVehicles: 1,
  startUpLossSeconds: 1,
  yellowUseSeconds: 1.3,
  arrivalMemorySeconds: 240,
  dischargeMemorySeconds: 30,
  dischargeReturnSeconds: 90,
  blockedAfterSeconds: 5,
  turningShareWeight: 0.03,
  stopCostSeconds: 4,
  terminalLinearSeconds: 10,
  terminalGreenShare: 0.5,
  terminalQuadraticSeconds: 0.15,
  fineSteps: 12,
  fineStepSeconds: 1,
  coarseSteps: 14,
  coarseStepSeconds: 3,
  statesPerClass: 4,
  expansionsPerSearch: 1e6,
  patienceSeconds: 100,
  patienceGrowthSeconds: 40,
  longWaitSeconds: 100,
  longWaitGain: 0.5,
  fillingFrom: 0.6,
  fillingWeight: 2,
  shortestFillingMetres: 60,
  longestBoxHoldSeconds: 6,
  boxClearingSpeed: 4,
  boxLeavingTurners: 1,
  mostHiddenTurners: 3,
  vehicleSpacingMetres: 7.2,
  accelerationMetresPerSecond2: 2.2
}

/** How far the search looks ahead, s. */
export const horizonSeconds = (parameters: PlannerParameters): number =>
  parameters.fineSteps * parameters.fineStepSeconds + parameters.coarseSteps * parameters.coarseStepSeconds
