import type { Decision, DecisionBound, Refusal } from '@selaras/shared'
import type { IntersectionControl } from '../intersection-control.ts'
import type { RunningStage } from '../running-stage.ts'
import type { SearchResult } from '../search/schedule.ts'

const rounded = (value: number): number => Math.round(value * 10) / 10

/** The record of one decision; times and numbers as a reader wants them. */
export function toDecision(
  { model, demand, flows }: IntersectionControl,
  running: RunningStage,
  result: SearchResult,
  decidedAtMs: number
): Decision {
  const now = result.switches[0]?.atSeconds === 0 ? result.switches[0].toStage : running.stage
  return {
    schemaVersion: 1,
    intersectionId: model.intersectionId,
    decidedAtMs,
    stage: model.stageNumbers[running.stage]!,
    chosenStage: model.stageNumbers[now]!,
    boundBy: boundOf(running, result),
    lanes: model.laneIds.map((laneId, lane) => ({
      laneId,
      queueVehicles: rounded(demand.queue[lane]!),
      arrivingVehicles: rounded(arrivingOn(demand, lane)),
      flowVehiclesPerHour: Math.round(flows.laneFlow[lane]! * 3600)
    })),
    alternatives: model.stageNumbers.map((stage, index) => {
      const stays = index === running.stage
      const cost = stays ? result.stayCostSeconds : result.switchCostSeconds[index]!
      const followedSeconds = stays ? result.stayFollowedSeconds : result.switchFollowedSeconds[index]!
      return {
        stage,
        costVehicleSeconds: Number.isFinite(cost) ? rounded(cost) : null,
        followedSeconds,
        refusal: followedSeconds > 0 ? null : refusalOf(running, stays)
      }
    }),
    search: { horizonSeconds: result.seenSeconds, expansions: result.expansions, endedBy: result.stoppedBy }
  }
}

function arrivingOn({ arrivals, horizon }: IntersectionControl['demand'], lane: number): number {
  let sum = 0
  for (let k = 0; k < horizon; k++) sum += arrivals[lane * horizon + k]!
  return sum
}

function boundOf(running: RunningStage, result: SearchResult): DecisionBound {
  if (running.clearing) return running.heldByBox ? 'boxHold' : 'clearance'
  if (running.minimumLeftSeconds > 0) return 'minimumGreen'
  if (running.nextDecisionSeconds > 0) return 'decisionGrid'
  if (result.stayFollowedSeconds === 0) return 'maximumGreen'
  return result.stoppedBy === 'complete' ? 'none' : result.stoppedBy
}

function refusalOf({ clearing, minimumLeftSeconds, nextDecisionSeconds }: RunningStage, stays: boolean): Refusal {
  if (clearing) return 'clearance'
  if (stays) return 'maximumGreen'
  if (minimumLeftSeconds > 0) return 'minimumGreen'
  return nextDecisionSeconds > 0 ? 'decisionGrid' : 'dominated'
}
