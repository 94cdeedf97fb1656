import type { InputProblem } from '../messages/decode.ts'
import { isGreen, stageTableOf } from '../plan/stage-transition.ts'
import {
  longestMinimumGreenSeconds,
  minimumYellowSeconds,
  stageMaximumGreenSeconds
} from '../plan/validate-phase-plan.ts'
import type { Corridor, Intersection } from './corridor.ts'

/**
 * Every way a corridor of the right shape contradicts itself; empty means that it may be run.
 *
 * Judged are unique ids, references, that every movement is served by some stage, that no stage shows a conflict,
 * that the conflict matrix is complete (every pair of phases that no stage shows green together is listed as
 * exclusive: a whitelist, like the programming card of a NEMA TS 2 MMU), the yellow floor, that every stage
 * can end on the decision grid, and that timing plans fill their cycle and leave every stage its minimum green.
 */
export function validateCorridor(corridor: Corridor): readonly InputProblem[] {
  const problems: InputProblem[] = []
  const report = (path: string, expected: string, received: string) => problems.push({ path, expected, received })
  unique(
    corridor.intersections.map(({ intersectionId }) => intersectionId),
    '/intersections',
    'intersectionId',
    report
  )
  unique(
    corridor.links.map(({ linkId }) => linkId),
    '/links',
    'linkId',
    report
  )
  for (const [index, intersection] of corridor.intersections.entries()) {
    const at = `/intersections/${index}`
    checkReferences(intersection, at, new Set(corridor.links.map(({ linkId }) => linkId)), report)
    checkStages(intersection, at, corridor.limits, report)
    checkDecisionGrid(intersection, at, report)
    checkTimingPlans(intersection, at, report)
  }
  checkLinks(corridor, report)
  return problems
}

type Report = (path: string, expected: string, received: string) => void

function unique(ids: readonly (string | number)[], path: string, name: string, report: Report): void {
  const seen = new Set<string | number>()
  for (const [index, id] of ids.entries()) {
    if (seen.has(id)) report(`${path}/${index}/${name}`, `every ${name} once`, `"${id}" again`)
    seen.add(id)
  }
}

function checkReferences(intersection: Intersection, at: string, linkIds: ReadonlySet<string>, report: Report): void {
  const { approaches, movements, detectors } = intersection
  const laneIds = approaches.flatMap(approach => approach.lanes.map(lane => lane.laneId))
  const phases = intersection.phases.map(({ phase }) => phase)
  const movementIds = movements.map(({ movementId }) => movementId)
  unique(
    approaches.map(({ approachId }) => approachId),
    `${at}/approaches`,
    'approachId',
    report
  )
  unique(laneIds, `${at}/approaches/*/lanes`, 'laneId', report)
  unique(movementIds, `${at}/movements`, 'movementId', report)
  unique(phases, `${at}/phases`, 'phase', report)
  unique(
    intersection.stages.map(({ stage }) => stage),
    `${at}/stages`,
    'stage',
    report
  )
  unique(
    detectors.map(({ detectorId }) => detectorId),
    `${at}/detectors`,
    'detectorId',
    report
  )
  const known = {
    lane: new Set<string | number>(laneIds),
    phase: new Set<string | number>(phases),
    movement: new Set<string | number>(movementIds),
    approach: new Set<string | number>(approaches.map(({ approachId }) => approachId)),
    link: linkIds as ReadonlySet<string | number>
  }
  const refer = (kind: keyof typeof known, id: string | number, path: string) => {
    if (!known[kind].has(id)) report(path, `a known ${kind}`, `"${id}"`)
  }
  for (const [index, movement] of movements.entries()) {
    const path = `${at}/movements/${index}`
    refer('approach', movement.approachId, `${path}/approachId`)
    refer('phase', movement.phase, `${path}/phase`)
    for (const [lane, laneId] of movement.laneIds.entries()) refer('lane', laneId, `${path}/laneIds/${lane}`)
    if (movement.linkId !== undefined) refer('link', movement.linkId, `${path}/linkId`)
  }
  for (const [index, stage] of intersection.stages.entries()) {
    const path = `${at}/stages/${index}/phases`
    unique(
      stage.phases.map(({ phase }) => phase),
      path,
      'phase',
      report
    )
    for (const [entry, { phase }] of stage.phases.entries()) refer('phase', phase, `${path}/${entry}/phase`)
  }
  for (const [index, conflict] of intersection.conflicts.entries()) {
    const [a, b] = conflict.phases
    refer('phase', a, `${at}/conflicts/${index}/phases/0`)
    refer('phase', b, `${at}/conflicts/${index}/phases/1`)
    if (a === b) report(`${at}/conflicts/${index}/phases`, 'two different phases', `${a} twice`)
  }
  for (const [index, detector] of detectors.entries()) {
    const path = `${at}/detectors/${index}`
    for (const [lane, laneId] of detector.laneIds.entries()) refer('lane', laneId, `${path}/laneIds/${lane}`)
    for (const [entry, id] of (detector.movementIds ?? []).entries())
      refer('movement', id, `${path}/movementIds/${entry}`)
    if (detector.farMetres < detector.nearMetres) {
      report(`${path}/farMetres`, `at least nearMetres (${detector.nearMetres})`, `${detector.farMetres}`)
    }
  }
}

function checkStages(intersection: Intersection, at: string, limits: Corridor['limits'], report: Report): void {
  const { displays } = stageTableOf(intersection)
  const kinds = new Map(intersection.conflicts.map(({ phases: [a, b], kind }) => [pairName(a, b), kind]))
  for (const [index, { phase, kind, ...timing }] of intersection.phases.entries()) {
    const path = `${at}/phases/${index}`
    const floor = minimumYellowSeconds[limits]
    if (kind === 'pedestrian') {
      if (timing.pedestrianClearanceSeconds === undefined) {
        report(`${path}/pedestrianClearanceSeconds`, 'a value, because the phase serves pedestrians', 'nothing')
      }
    } else if (timing.yellowSeconds < floor) {
      report(`${path}/yellowSeconds`, `at least ${floor} s`, `${timing.yellowSeconds} s`)
    }
    if (timing.maximumGreenSeconds < timing.minimumGreenSeconds) {
      report(
        `${path}/maximumGreenSeconds`,
        `at least the minimum ${timing.minimumGreenSeconds} s`,
        `${timing.maximumGreenSeconds} s`
      )
    }
    if (![...displays.values()].some(stage => isGreen(stage.get(phase)))) {
      report(path, `a stage in which phase ${phase} is green`, 'none')
    }
  }
  const phases = intersection.phases.map(({ phase }) => phase)
  for (const [position, a] of phases.entries()) {
    for (const b of phases.slice(position + 1)) {
      const together = [...displays.entries()].filter(([, stage]) => isGreen(stage.get(a)) && isGreen(stage.get(b)))
      const kind = kinds.get(pairName(a, b))
      if (together.length === 0 && kind === undefined) {
        report(`${at}/conflicts`, `an entry for phases ${a} and ${b}, which no stage shows green together`, 'none')
      }
      for (const [stage, displayed] of together) {
        const yields = displayed.get(a) === 'permissive' || displayed.get(b) === 'permissive'
        if (kind === 'exclusive' || (kind === 'permissive' && !yields)) {
          report(`${at}/stages`, `no stage with conflicting phases ${a} and ${b}`, `stage ${stage} (${kind} conflict)`)
        }
      }
    }
  }
}

/** Every stage has an instant of the grid at which it may end, whenever it begins. */
function checkDecisionGrid(intersection: Intersection, at: string, report: Report): void {
  const { decisionGridSeconds } = intersection
  if (decisionGridSeconds === undefined) return
  for (const { stage } of intersection.stages) {
    const room = stageMaximumGreenSeconds(intersection, stage) - longestMinimumGreenSeconds(intersection, stage)
    if (decisionGridSeconds > room) {
      const expected = `at most ${room} s, what stage ${stage} has between minimum and maximum green`
      report(`${at}/decisionGridSeconds`, expected, `${decisionGridSeconds} s`)
    }
  }
}

const pairName = (a: number, b: number): string => (a < b ? `${a}-${b}` : `${b}-${a}`)

function checkTimingPlans(intersection: Intersection, at: string, report: Report): void {
  const table = stageTableOf(intersection)
  const plans = intersection.timingPlans
  unique(
    plans.map(({ timingPlanId }) => timingPlanId),
    `${at}/timingPlans`,
    'timingPlanId',
    report
  )
  for (const [index, { cycleSeconds, offsetSeconds, splits }] of plans.entries()) {
    const path = `${at}/timingPlans/${index}`
    const sum = splits.reduce((total, { splitSeconds }) => total + splitSeconds, 0)
    if (sum !== cycleSeconds) report(`${path}/splits`, `splits that fill the cycle of ${cycleSeconds} s`, `${sum} s`)
    if (offsetSeconds >= cycleSeconds) {
      report(`${path}/offsetSeconds`, `below the cycle of ${cycleSeconds} s`, `${offsetSeconds} s`)
    }
    for (const [entry, { stage, splitSeconds }] of splits.entries()) {
      const displayed = table.displays.get(stage)
      if (displayed === undefined) {
        report(`${path}/splits/${entry}/stage`, 'a known stage', `${stage}`)
        continue
      }
      const next = splits[(entry + 1) % splits.length]!.stage
      const { clearanceSeconds, losing } = table.transition(stage, next)
      const previous = splits[(entry + splits.length - 1) % splits.length]!.stage
      const gained = new Set(table.transition(previous, stage).gaining)
      const minimum = Math.max(
        0,
        ...losing.filter(phase => gained.has(phase)).map(phase => table.phases.get(phase)?.minimumGreenSeconds ?? 0)
      )
      if (splitSeconds < minimum + clearanceSeconds) {
        report(
          `${path}/splits/${entry}/splitSeconds`,
          `at least ${minimum} s minimum green and ${clearanceSeconds} s clearance`,
          `${splitSeconds} s`
        )
      }
    }
  }
  for (const [index, { timingPlanId }] of intersection.schedule.entries()) {
    if (!plans.some(plan => plan.timingPlanId === timingPlanId)) {
      report(`${at}/schedule/${index}/timingPlanId`, 'a known timing plan', `"${timingPlanId}"`)
    }
  }
}

function checkLinks(corridor: Corridor, report: Report): void {
  const intersections = new Map(corridor.intersections.map(entry => [entry.intersectionId, entry]))
  for (const [index, link] of corridor.links.entries()) {
    const path = `/links/${index}`
    if (!intersections.has(link.fromIntersectionId)) {
      report(`${path}/fromIntersectionId`, 'a known intersection', `"${link.fromIntersectionId}"`)
    }
    const to = intersections.get(link.toIntersectionId)
    if (to === undefined) report(`${path}/toIntersectionId`, 'a known intersection', `"${link.toIntersectionId}"`)
    else if (!to.approaches.some(({ approachId }) => approachId === link.toApproachId)) {
      report(`${path}/toApproachId`, `an approach of ${link.toIntersectionId}`, `"${link.toApproachId}"`)
    }
  }
}
