import type { Intersection, Phase, PhasePlan, SignalState } from '../src/index.ts'
import type { PlanCase } from './random-plan.ts'

/**
 * A second judge of phase plans, written apart from `validatePhasePlan`: it knows nothing of stage transitions. It
 * draws what every signal head would show, moment by moment, and looks at the picture.
 *
 * @returns what is wrong, in words; empty for a plan that may be executed.
 */
export function judgePlan(judged: PlanCase): readonly string[] {
  const complaints: string[] = []
  const complain = (text: string) => complaints.push(text)
  judgeLabel(judged, complain)
  judgeTimes(judged, complain)
  if (!judgeStages(judged, complain)) return complaints
  if (!judgeOrder(judged.plan, complain)) return complaints
  const heads = judged.intersection.phases.map(phase => drawHead(phase, judged))
  judgeGreens(heads, complain)
  judgeMoments(judged, heads, complain)
  judgeLongest(judged, complain)
  judgeGrid(judged, complain)
  if (judged.state !== undefined) judgeBeginning(judged.plan, judged.state, complain)
  return complaints
}

type Complain = (text: string) => void

const milliseconds = (seconds: number): number => Math.round(seconds * 1000)
const givesWay = (display: string | undefined): boolean => display !== undefined && /^p/.test(display)

function judgeLabel({ plan, corridorId, configurationVersion, intersection }: PlanCase, complain: Complain): void {
  const wanted = `${corridorId}/${intersection.intersectionId}@${configurationVersion}`
  const label = `${plan.corridorId}/${plan.intersectionId}@${plan.configurationVersion}`
  if (label !== wanted) complain(`is for ${label}, not ${wanted}`)
}

function judgeTimes({ plan, nowMs }: PlanCase, complain: Complain): void {
  const { issuedAtMs, validUntilMs, intervals } = plan
  const lifeMs = validUntilMs - issuedAtMs
  const horizonMs = intervals[intervals.length - 1]!.endAtMs
  if (lifeMs < 1 || lifeMs > 60_000) complain(`lives for ${lifeMs} ms`)
  if (nowMs >= validUntilMs) complain('has run out')
  if (issuedAtMs - nowMs > 10_000) complain('comes from the future')
  if (horizonMs < validUntilMs) complain('says nothing about the end of its validity')
  if (horizonMs - issuedAtMs > 900_000) complain('looks too far ahead')
  if (intervals[0]!.endAtMs < issuedAtMs) complain('begins with what is over')
}

function judgeStages({ plan, intersection, limits }: PlanCase, complain: Complain): boolean {
  const before = complainedOf(complain)
  for (const { stage } of plan.intervals) {
    const definition = intersection.stages.find(entry => entry.stage === stage)
    if (definition === undefined) {
      before.complain(`names stage ${stage}`)
      continue
    }
    for (const { phase } of definition.phases) {
      const timing = intersection.phases.find(entry => entry.phase === phase)
      if (timing === undefined) before.complain(`stage ${stage} names phase ${phase}`)
      else if (timing.kind !== 'pedestrian' && limits === 'field' && timing.yellowSeconds < 3) {
        complain(`yellow of phase ${phase} is too short`)
      }
    }
  }
  return before.count() === 0
}

/** Without known stages in the right order there is no picture to look at. */
function judgeOrder({ intervals }: PhasePlan, complain: Complain): boolean {
  const order = complainedOf(complain)
  let previous: PhasePlan['intervals'][number] | undefined
  for (const interval of intervals) {
    if (interval.startAtMs >= interval.endAtMs) order.complain(`stage ${interval.stage} runs backwards`)
    if (previous?.stage === interval.stage) order.complain(`stage ${interval.stage} follows itself`)
    if (previous !== undefined && previous.endAtMs > interval.startAtMs) order.complain('stages overlap')
    previous = interval
  }
  return order.count() === 0
}

/** Time since 1970 is cut into slices; a green that another follows ends where one does. */
function judgeGrid({ plan, intersection: { decisionGridSeconds: slice } }: PlanCase, complain: Complain): void {
  if (slice === undefined) return
  for (let index = 1; index < plan.intervals.length; index++) {
    const slices = plan.intervals[index - 1]!.endAtMs / 1000 / slice
    if (slices !== Math.floor(slices)) complain('a green ends between the slices')
  }
}

function complainedOf(complain: Complain) {
  let count = 0
  return {
    count: () => count,
    complain(text: string) {
      count += 1
      complain(text)
    }
  }
}

/** One green of a signal head: `endMs` is infinite where the plan leaves it running. */
interface Green {
  readonly startMs: number
  readonly endMs: number
}

interface Head {
  readonly phase: Phase
  readonly greens: readonly Green[]
  readonly changeMs: number
  readonly clearedMs: number
}

/** Everything that one head would show: its greens; after each a change interval, then red clearance, then red. */
function drawHead(phase: Phase, { plan, intersection, state, runningPhases }: PlanCase): Head {
  const greens: { startMs: number; endMs: number }[] = []
  let running: { startMs: number; endMs: number } | undefined
  for (const { stage, startAtMs, endAtMs } of plan.intervals) {
    if (givesWay(displayIn(intersection, stage, phase.phase))) {
      if (running === undefined) {
        running = { startMs: startAtMs, endMs: endAtMs }
        greens.push(running)
      } else running.endMs = endAtMs
    } else running = undefined
  }
  if (running !== undefined) running.endMs = Number.POSITIVE_INFINITY
  const first = greens[0]
  const shown = (state === undefined ? runningPhases : state.phases)?.find(entry => entry.phase === phase.phase)
  if (
    first !== undefined &&
    shown !== undefined &&
    givesWay(shown.display) &&
    first.startMs === plan.intervals[0]!.startAtMs
  ) {
    first.startMs = Math.min(first.startMs, shown.sinceAtMs)
  }
  const changeMs = milliseconds(
    phase.kind === 'pedestrian' ? (phase.pedestrianClearanceSeconds ?? 0) : phase.yellowSeconds
  )
  return { phase, greens, changeMs, clearedMs: changeMs + milliseconds(phase.redClearanceSeconds) }
}

function displayIn(intersection: Intersection, stage: number, phase: number): string | undefined {
  const definition = intersection.stages.find(entry => entry.stage === stage)
  return definition?.phases.findLast(entry => entry.phase === phase)?.display
}

function judgeGreens(heads: readonly Head[], complain: Complain): void {
  for (const { phase, greens } of heads) {
    for (const { startMs, endMs } of greens) {
      if (endMs - startMs < milliseconds(phase.minimumGreenSeconds)) complain(`green of phase ${phase.phase} is cut`)
    }
  }
}

type Aspect = 'green' | 'change' | 'clearance' | 'red'

function aspectAt({ greens, changeMs, clearedMs }: Head, atMs: number): Aspect {
  for (const { startMs, endMs } of greens) {
    if (atMs < startMs) continue
    if (atMs < endMs) return 'green'
    if (atMs < endMs + changeMs) return 'change'
    if (atMs < endMs + clearedMs) return 'clearance'
  }
  return 'red'
}

/** Looks at all heads at every moment at which any of them changes. */
function judgeMoments(judged: PlanCase, heads: readonly Head[], complain: Complain): void {
  const { plan, intersection } = judged
  const beginMs = plan.intervals[0]!.startAtMs
  const moments = new Set<number>(plan.intervals.map(({ startAtMs }) => startAtMs))
  for (const { greens, changeMs, clearedMs } of heads) {
    for (const { startMs, endMs } of greens) {
      for (const moment of [startMs, endMs, endMs + changeMs, endMs + clearedMs]) {
        if (moment >= beginMs && Number.isFinite(moment)) moments.add(moment)
      }
    }
  }
  const places = new Map(heads.map(({ phase }, place) => [phase.phase, place]))
  const pairs = intersection.conflicts.map(({ phases: [a, b], kind }) => ({
    a: places.get(a),
    b: places.get(b),
    kind,
    names: [a, b] as const
  }))
  for (const atMs of moments) {
    const aspects = heads.map(head => aspectAt(head, atMs))
    const stage = plan.intervals.find(({ startAtMs, endAtMs }) => atMs >= startAtMs && atMs < endAtMs)?.stage
    if (stage !== undefined && aspects.some(aspect => aspect === 'change' || aspect === 'clearance')) {
      complain(`stage ${stage} starts into a clearance`)
    }
    for (const { a, b, kind, names } of pairs) {
      if (a === undefined || b === undefined) continue
      const [first, second] = [aspects[a]!, aspects[b]!]
      if (first !== 'green' && second !== 'green') continue
      if (kind === 'exclusive' && first !== 'red' && second !== 'red') complain(`phases ${names.join(' and ')} clash`)
      if (kind === 'permissive' && first === 'green' && second === 'green' && stage !== undefined) {
        const yields = names.some(phase => displayIn(intersection, stage, phase) === 'permissive')
        if (!yields) complain(`phases ${names.join(' and ')} are both protected`)
      }
    }
  }
}

/** A stage runs no longer than the shortest maximum green among its phases that are red in some other stage. */
function judgeLongest({ plan, intersection }: PlanCase, complain: Complain): void {
  for (const { stage, startAtMs, endAtMs } of plan.intervals) {
    for (const { phase, maximumGreenSeconds } of intersection.phases) {
      if (endAtMs - startAtMs <= milliseconds(maximumGreenSeconds)) continue
      if (!givesWay(displayIn(intersection, stage, phase))) continue
      const isStopped = intersection.stages.some(other => !givesWay(displayIn(intersection, other.stage, phase)))
      if (isStopped) complain(`stage ${stage} outlasts phase ${phase}`)
    }
  }
}

function judgeBeginning({ intervals }: PhasePlan, state: SignalState, complain: Complain): void {
  const { stage, startAtMs } = intervals[0]!
  if (state.interval === 'green' || state.nextStage === null) {
    if (stage !== state.stage) complain(`begins with stage ${stage} while ${state.stage} runs`)
    else if (startAtMs !== state.stageGreenSinceAtMs) complain('tells a false start of the running green')
    return
  }
  if (stage !== state.nextStage) complain(`begins with stage ${stage} while ${state.nextStage} comes`)
  else if (state.clearanceUntilMs !== null && startAtMs < state.clearanceUntilMs) complain('cuts the running clearance')
}
