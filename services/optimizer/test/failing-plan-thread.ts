import type { CorridorPlanner } from '@selaras/control'
import type { Corridor } from '@selaras/shared'
import { servePlans } from '../src/planning/serve-plans.ts'
import { createKeepStagePlanner } from './keep-stage-planner.ts'

/**
 * A planning thread whose planners fail as the corridor's name says: `hang FROM UNTIL` never returns, `die FROM UNTIL`
 * brings its thread down, both for ticks from FROM until before UNTIL (Unix ms). Otherwise they keep the stage.
 */
servePlans((corridor: Corridor): CorridorPlanner => {
  const [how, fromMs, untilMs] = (corridor.name ?? '').split(' ')
  const planner = createKeepStagePlanner(corridor)
  return {
    plan(tick, isPast) {
      if (tick.nowMs >= Number(fromMs) && tick.nowMs < Number(untilMs)) {
        for (;;) if (how !== 'hang') break
        process.exit(7)
      }
      return planner.plan(tick, isPast)
    }
  }
})
