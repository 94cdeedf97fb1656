import type { IntersectionControl, IntersectionModel, LinkModel, RunningStage } from '@selaras/control'

/** What a peer sees of one intersection in one second: the estimates that our own planner plans from. */
export interface IntersectionView {
  readonly index: number
  readonly model: IntersectionModel
  readonly nowSeconds: number
  /** Running stage; during a clearance the one that comes. */
  readonly stage: number
  /** Green of it so far, s; 0 during a clearance. */
  readonly greenSeconds: number
  /** Until the running clearance ends, s; 0 during green. */
  readonly clearanceLeftSeconds: number
  readonly minimumLeftSeconds: number
  /** Stages that may be chosen now: the running one alone while it has to stay, all others when it has to leave. */
  readonly candidates: readonly number[]
  /** Vehicles standing, by lane. */
  readonly queue: Float64Array
  /** Vehicles that reach the stop line in second k from now: [lane × horizon + k]. */
  readonly arrivals: Float64Array
  readonly horizon: number
  /** Effective discharge, vehicles per second: [stage × laneCount + lane]. */
  readonly rate: Float64Array
  /** Long-run flow by lane, vehicles per second. */
  readonly flow: Float64Array
  /** Turning shares: [lane][position in the lane's movements]. */
  readonly shares: readonly Float64Array[]
  /** Time since a lane last had green, s. */
  readonly redSeconds: Float64Array
  /** Vehicles in each of the model's zones; NaN without data. */
  zoneVehicles(zone: number): number
  /** Vehicles of a stop-line detector that crossed in the last second; NaN without data. */
  crossed(stopLine: number): number
}

/** The intersections of a corridor and the links between them. */
export interface PeerCorridor {
  readonly models: readonly IntersectionModel[]
  readonly links: ReadonlyMap<string, LinkModel>
}

/** A published controller: names the stage that it wants, each second, from what our planner sees. */
export interface Peer {
  /** Asked for every intersection once a second, in the corridor's order; one of the view's candidates. */
  choose(view: IntersectionView): number
}

export type CreatePeer = (corridor: PeerCorridor) => Peer

export function viewOf(
  index: number,
  control: IntersectionControl,
  running: RunningStage,
  nowMs: number
): IntersectionView {
  const { model, demand, flows, readings } = control
  return {
    index,
    model,
    nowSeconds: Math.round(nowMs / 1000),
    stage: running.stage,
    greenSeconds: running.ageSeconds,
    clearanceLeftSeconds: running.clearanceLeftSeconds,
    minimumLeftSeconds: running.minimumLeftSeconds,
    candidates: candidatesOf(model, running),
    queue: demand.queue,
    arrivals: demand.arrivals,
    horizon: demand.horizon,
    rate: control.effectiveRates(),
    flow: flows.laneFlow,
    shares: flows.shares,
    redSeconds: control.redSeconds,
    zoneVehicles: zone => readings.vehicles[model.zones[zone]!.detector]!,
    crossed: stopLine => readings.vehicles[model.stopLines[stopLine]!.detector]!
  }
}

function candidatesOf(model: IntersectionModel, running: RunningStage): number[] {
  if (running.clearing || running.minimumLeftSeconds > 0) return [running.stage]
  const all = Array.from({ length: model.stageCount }, (_, stage) => stage)
  return running.maximumLeftSeconds >= 1 ? all : all.filter(stage => stage !== running.stage)
}

/** The candidate with the highest value; the running stage, then the first, among equals. */
export function bestStage({ candidates, stage }: IntersectionView, value: (stage: number) => number): number {
  let best = candidates.includes(stage) ? stage : candidates[0]!
  let highest = value(best)
  for (const candidate of candidates) {
    const own = value(candidate)
    if (own <= highest) continue
    best = candidate
    highest = own
  }
  return best
}

/** Vehicles of a lane that wait now or reach the stop line within `seconds`. */
export function expected({ queue, arrivals, horizon }: IntersectionView, lane: number, seconds: number): number {
  let vehicles = queue[lane]!
  for (let k = 0; k < seconds && k < horizon; k++) vehicles += arrivals[lane * horizon + k]!
  return vehicles
}
