import type { CorridorPlanner, CorridorPlannerOptions } from '@selaras/control'
import type { Corridor } from '@selaras/shared'
import { servePlans } from '../src/planning/serve-plans.ts'
import { createKeepStagePlanner } from './keep-stage-planner.ts'
import { learntAfter } from './learnt.ts'

/** Planners made in this thread, by corridor. */
const made = new Map<string, number>()

function hang(): void {
  for (;;);
}

/**
 * A planning thread whose planners do as the corridor's name says: `hang FROM UNTIL` never returns, `die FROM UNTIL`
 * brings its thread down, both for ticks from FROM until before UNTIL (Unix ms); `slow MS` takes its time; `hang-made` and
 * `hang-learnt` hang when made and when asked what was learnt. They keep the stage, learn how many ticks there were, and
 * give as reason how many they had learnt of when they began, and which of their corridor's planners in the thread they are.
 */
servePlans((corridor: Corridor, { learnt }: CorridorPlannerOptions): CorridorPlanner => {
  const [how, from, until] = (corridor.name ?? '').split(' ')
  if (how === 'hang-made') hang()
  const planner = createKeepStagePlanner(corridor)
  const known = learnt?.intersections[0]?.observedSeconds ?? 0
  const number = (made.get(corridor.corridorId) ?? 0) + 1
  made.set(corridor.corridorId, number)
  let ticks = known
  return {
    learnt() {
      if (how === 'hang-learnt') hang()
      return learntAfter(corridor, ticks)
    },
    plan(tick, time) {
      ticks++
      if (how === 'slow') for (const endMs = performance.now() + Number(from); performance.now() < endMs; );
      else if (tick.nowMs >= Number(from) && tick.nowMs < Number(until)) {
        if (how === 'hang') hang()
        process.exit(7)
      }
      return planner.plan(tick, time).map(planned => ({ ...planned, reason: `knew ${known}, planner ${number}` }))
    }
  }
})
