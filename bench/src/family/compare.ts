import { type Outcome, resultsOf } from '../lab/job.ts'
import type { ControllerName } from '../run/run-options.ts'
import { geometricMean } from '../statistics.ts'

/** A controller on a case; means over the seeds. */
export interface Played {
  readonly delaySeconds: number
  readonly jams: number
}

/** Our planner beside its peers on one case. */
export interface Comparison {
  readonly name: string
  readonly own: Played
  readonly peers: Readonly<Partial<Record<ControllerName, Played>>>
  readonly best: ControllerName
  /** Our delay over that of the best peer. */
  readonly ratio: number
  /** A jam of ours on a case that fixed time does not jam; undefined where fixed time was not measured. */
  readonly jamsAlone: boolean | undefined
}

export interface FamilySummary {
  readonly cases: number
  readonly belowBestShare: number
  readonly ratioToBest: number
  /** Undefined unless fixed time was measured in every case. */
  readonly jamsAlone: number | undefined
  /** Geometric mean of our delay over the controller's, and the cases that jam under it. */
  readonly against: readonly { readonly controller: ControllerName; readonly ratio: number; readonly jams: number }[]
  readonly ownJams: number
}

/** What the family has to show, in so many cases at least: below the best peer nearly everywhere, and clearly in the mean. */
export const bars = { cases: 60, belowBestShare: 0.9, ratioToBest: 0.85, jamsAlone: 0 }

export const meetsBars = ({ cases, belowBestShare, ratioToBest, jamsAlone }: FamilySummary): boolean =>
  cases >= bars.cases &&
  belowBestShare >= bars.belowBestShare &&
  ratioToBest <= bars.ratioToBest &&
  jamsAlone !== undefined &&
  jamsAlone <= bars.jamsAlone

/** Compares the outcomes case by case; a case that lacks a result of ours or of every peer is left out. */
export function compareOutcomes(outcomes: readonly Outcome[]): readonly Comparison[] {
  return [...Map.groupBy(outcomes, ({ job }) => job.options.name)].flatMap(([name, members]) => {
    const played = new Map<ControllerName, Played>()
    for (const [controller, runs] of Map.groupBy(members, ({ job }) => job.options.controller)) {
      const results = resultsOf(runs)
      if (results.length === 0) continue
      const delaySeconds = results.reduce((sum, run) => sum + run.meanDelaySeconds, 0) / results.length
      played.set(controller, { delaySeconds, jams: results.filter(({ jammed }) => jammed).length })
    }
    const own = played.get('selaras')
    played.delete('selaras')
    const fixed = played.get('fixed')
    const [best] = [...played].sort(([, a], [, b]) => a.delaySeconds - b.delaySeconds)
    if (own === undefined || best === undefined) return []
    return [
      {
        name,
        own,
        peers: Object.fromEntries(played),
        best: best[0],
        ratio: own.delaySeconds / best[1].delaySeconds,
        jamsAlone: fixed === undefined ? undefined : own.jams > 0 && fixed.jams === 0
      }
    ]
  })
}

export function summarise(comparisons: readonly Comparison[]): FamilySummary {
  const controllers = [...new Set(comparisons.flatMap(({ peers }) => Object.keys(peers) as ControllerName[]))]
  const below = comparisons.filter(({ ratio }) => ratio < 1).length
  return {
    cases: comparisons.length,
    belowBestShare: comparisons.length === 0 ? 0 : below / comparisons.length,
    ratioToBest: comparisons.length === 0 ? Number.NaN : geometricMean(comparisons.map(({ ratio }) => ratio)),
    jamsAlone: comparisons.every(({ jamsAlone }) => jamsAlone !== undefined)
      ? comparisons.filter(({ jamsAlone }) => jamsAlone).length
      : undefined,
    against: controllers.map(controller => {
      const pairs = comparisons.flatMap(({ own, peers }) => {
        const peer = peers[controller]
        return peer === undefined ? [] : [{ ratio: own.delaySeconds / peer.delaySeconds, jams: peer.jams > 0 ? 1 : 0 }]
      })
      return {
        controller,
        ratio: geometricMean(pairs.map(({ ratio }) => ratio)),
        jams: pairs.reduce((sum, { jams }) => sum + jams, 0)
      }
    }),
    ownJams: comparisons.filter(({ own }) => own.jams > 0).length
  }
}
