import type { Decision, DecisionBound } from '@selaras/shared'

type Alternative = Decision['alternatives'][number]

const noChoice: Partial<Record<DecisionBound, string>> = {
  clearance: 'no choice now: clearance runs',
  boxHold: 'no choice now: clearance is held, vehicles stand in the junction',
  minimumGreen: 'no choice now: minimum green runs',
  decisionGrid: 'no choice now: the controller takes decisions on its grid'
}

/** A decision as one line: what is done, what it costs and what the best alternative would. */
export function formatReason({ stage, chosenStage, boundBy, alternatives }: Decision): string {
  const forced = noChoice[boundBy]
  if (forced !== undefined) return forced
  const stay = alternatives.find(alternative => alternative.stage === stage)
  const others = alternatives.filter(alternative => alternative !== stay && alternative.refusal === null)
  const chosen = others.find(alternative => alternative.stage === chosenStage)
  if (chosen !== undefined && boundBy === 'maximumGreen') return `to stage ${chosenStage}: maximum green is reached`
  const best = chosen ?? others.toSorted(compare)[0]
  if (best === undefined || stay === undefined) return `stay: no other stage is worth a switch`
  return chosen === undefined
    ? `stay: ${costOf(stay)}; stage ${best.stage}: ${costOf(best)}`
    : `to stage ${best.stage}: ${costOf(best)}; stay: ${costOf(stay)}`
}

/** Cheapest first, then what was followed furthest. */
const compare = (a: Alternative, b: Alternative): number =>
  (a.costVehicleSeconds ?? Number.MAX_VALUE) - (b.costVehicleSeconds ?? Number.MAX_VALUE) ||
  b.followedSeconds - a.followedSeconds

const costOf = ({ costVehicleSeconds, followedSeconds }: Alternative): string =>
  costVehicleSeconds === null ? `given up ${followedSeconds} s ahead` : `${Math.round(costVehicleSeconds)} veh·s`
