import type { PlannerParameters } from './parameters.ts'

/** An idea of the method and the parameters that switch it off. */
export interface Ablation {
  readonly name: string
  readonly without: Partial<PlannerParameters>
}

/** Longer than any run, s; unlike Infinity it survives JSON. */
const neverSeconds = 1e9

/** Every idea that parameters can switch off, for a table of what each is worth. */
export const ablations: readonly Ablation[] = [
  { name: 'horizon of 12 s instead of 54 s', without: { coarseSteps: 0 } },
  { name: 'one state of a kind survives', without: { statesPerClass: 1 } },
  { name: 'no price on stops', without: { stopCostSeconds: 0 } },
  {
    name: 'nothing to pay for queues at the horizon',
    without: { terminalLinearSeconds: 0, terminalQuadraticSeconds: 0 }
  },
  { name: 'no start-up loss, no use of yellow', without: { startUpLossSeconds: 0, yellowUseSeconds: 0 } },
  { name: 'discharge not learnt', without: { dischargeMemorySeconds: neverSeconds } },
  { name: 'learnt discharge never forgotten', without: { dischargeReturnSeconds: neverSeconds } },
  { name: 'blocked lanes not noticed', without: { blockedAfterSeconds: neverSeconds } },
  { name: 'turning shares not learnt', without: { turningShareWeight: 0 } },
  { name: 'no impatience after long red', without: { patienceSeconds: neverSeconds } },
  { name: 'long waits weigh no more', without: { longWaitGain: 0 } },
  { name: 'full roads weigh no more', without: { fillingWeight: 0 } },
  { name: 'clearance does not wait for the box', without: { longestBoxHoldSeconds: 0 } },
  { name: 'no room for turners in the box', without: { boxRoomVehicles: 0 } },
  { name: 'turners need no gap', without: { criticalGapSeconds: 1.25 } }
]
