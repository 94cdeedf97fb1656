import type { CorridorPlanner, CorridorPlannerOptions } from '@selaras/control'
import type { Corridor } from '@selaras/shared'
import { servePlans } from '../src/planning/serve-plans.ts'
import { createKeepStagePlanner } from './keep-stage-planner.ts'
import { learntAfter } from './learnt.ts'

/**
 * A planning thread whose planners do as the corridor's name says: `hang FROM UNTIL` never returns, `die FROM UNTIL`
 * brings its thread down, both for ticks from FROM until before UNTIL (Unix ms); `slow MS` takes its time. They keep the
 * stage, learn how many ticks there were, and give as reason how many they had learnt of when they began.
 */
servePlans((corridor: Corridor, { learnt }: CorridorPlannerOptions): CorridorPlanner => {
  const [how, from, until] = (corridor.name ?? '').split(' ')
  const planner = createKeepStagePlanner(corridor)
  const known = learnt?.intersections[0]?.observedSeconds ?? 0
  let ticks = known
  return {
    learnt: () => learntAfter(corridor, ticks),
    plan(tick, time) {
      ticks++
      if (how === 'slow') for (const endMs = performance.now() + Number(from); performance.now() < endMs; );
      else if (tick.nowMs >= Number(from) && tick.nowMs < Number(until)) {
        for (;;) if (how !== 'hang') break
        process.exit(7)
      }
      return planner.plan(tick, time).map(planned => ({ ...planned, reason: `knew ${known}` }))
    }
  }
})
