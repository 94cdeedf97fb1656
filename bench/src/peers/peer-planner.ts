import {
  createIntersectionModel,
  createLinkModels,
  createSearchMemory,
  defaultParameters,
  IntersectionControl,
  type PlannedIntersection,
  type Planner,
  type RunningStage
} from '@selaras/control'
import type { Corridor, StageInterval } from '@selaras/shared'
import { type CreatePeer, viewOf } from './intersection-view.ts'

export interface PeerPlannerOptions {
  /** Holds the clearance while the box is occupied, as our planner does; no published peer knows it. */
  readonly holdsForBox: boolean
}

/** Every plan covers at least this time from now, s. */
const coverSeconds = 10

/**
 * Plays a peer as a planner of the corridor: it sees our estimates, and its choice is published as a plan that is
 * validated and executed as ours are.
 */
export function createPeerPlanner(
  corridor: Corridor,
  createPeer: CreatePeer,
  { holdsForBox }: PeerPlannerOptions
): Planner {
  const parameters = holdsForBox ? defaultParameters : { ...defaultParameters, longestBoxHoldSeconds: 0 }
  const models = corridor.intersections.map(intersection =>
    createIntersectionModel(intersection, corridor.drivingSide, parameters)
  )
  const memory = createSearchMemory(models, parameters)
  const controls = models.map(model => new IntersectionControl(model, parameters, corridor.timeZone, memory))
  const controlOf = new Map(controls.map(control => [control.model.intersectionId, control]))
  const peer = createPeer({ models, links: createLinkModels(corridor, models) })
  return {
    plan({ nowMs, detections, signals }) {
      for (const { intersectionId, message } of detections) {
        const state = signals[intersectionId]
        if (state !== undefined) controlOf.get(intersectionId)?.learn(message, state)
      }
      return controls.flatMap((control, index): PlannedIntersection[] => {
        control.see()
        const state = signals[control.model.intersectionId]
        const running = state === undefined ? undefined : control.locate(state, nowMs)
        if (running === undefined) return []
        control.prepareService(running)
        const lagSeconds = Math.round((nowMs - control.readings.atMs) / 1000)
        if (Number.isFinite(lagSeconds)) control.catchUp(lagSeconds, nowMs)
        const view = viewOf(index, control, running, nowMs)
        const stage = peer.choose(view)
        if (!view.candidates.includes(stage)) {
          throw new Error(`stage of ${control.model.intersectionId}: expected one of ${view.candidates}, got ${stage}`)
        }
        const { intersectionId } = control.model
        return [
          {
            intersectionId,
            intervals: intervalsOf(control, running, stage, nowMs),
            reason: 'peer',
            stoppedBy: 'complete'
          }
        ]
      })
    }
  }
}

/** The running stage, to its maximum at most, and the one that follows. */
function intervalsOf(
  { model }: IntersectionControl,
  running: RunningStage,
  wanted: number,
  nowMs: number
): StageInterval[] {
  const { stage, greenStartMs, maximumLeftSeconds } = running
  const coveredMs = nowMs + coverSeconds * 1000
  const leaves = wanted !== stage
  const longestMs = greenStartMs + model.maximumGreenSeconds[stage]! * 1000
  const shortestMs = greenStartMs + Math.max(1, model.minimumGreenSeconds[stage]!) * 1000
  const endAtMs = leaves ? nowMs : Math.min(longestMs, Math.max(coveredMs, shortestMs))
  const first = { stage: model.stageNumbers[stage]!, startAtMs: greenStartMs, endAtMs }
  if (!leaves && (endAtMs >= coveredMs || maximumLeftSeconds === Number.POSITIVE_INFINITY)) return [first]
  const next = leaves ? wanted : (stage + 1) % model.stageCount
  const startAtMs = endAtMs + model.clearanceSeconds[stage * model.stageCount + next]! * 1000
  const shortest = Math.max(1000, model.minimumGreenSeconds[next]! * 1000)
  return [first, { stage: model.stageNumbers[next]!, startAtMs, endAtMs: Math.max(coveredMs, startAtMs + shortest) }]
}
